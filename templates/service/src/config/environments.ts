export const environments = ['development', 'test', 'staging', 'production'] as const;

export type Environment = (typeof environments)[number];

/** Where nobody but the developer is: only there the service may make up what has to be secret or public. */
export function isLocal(environment: Environment): boolean {
  return environment === 'development' || environment === 'test';
}
