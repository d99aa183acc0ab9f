import { z } from 'zod';
import type { Secrets } from './managed-secrets';

const secretValue = z.record(z.string(), z.string());

/** What AWS says, as something that a person can act on. */
const REASONS: Record<string, string> = {
  ResourceNotFoundException: 'there is no such secret in this region',
  AccessDeniedException:
    'may not be read: the role needs secretsmanager:GetSecretValue, and kms:Decrypt for a key of its own',
  DecryptionFailure: 'may not be decrypted: the role needs kms:Decrypt for its key',
  CredentialsProviderError: 'there are no credentials of AWS: a role, or AWS_ACCESS_KEY_ID',
  TimeoutError: 'AWS did not answer in time (AWS_SECRET_TIMEOUT_MS)',
};

/**
 * Asks AWS Secrets Manager for one secret: a JSON object of variables and their values, as ECS and Elastic Beanstalk have it. Where AWS is
 * and who asks, the SDK finds in the usual places: AWS_REGION, a role, AWS_ENDPOINT_URL_SECRETS_MANAGER.
 *
 * @param id its name or ARN
 * @param timeout milliseconds for all of it: credentials, attempts, answer
 * @returns asks; it throws a sentence without anything that AWS answered, which may be the secret
 */
export async function awsSecrets(id: string, timeout: number): Promise<() => Promise<Secrets>> {
  // Loaded only where a secret is named: it takes a tenth of a second.
  const { GetSecretValueCommand, SecretsManagerClient } =
    await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({});

  const ask = async (abortSignal: AbortSignal) => {
    const asking = client.send(new GetSecretValueCommand({ SecretId: id }), { abortSignal });
    const { SecretString } = await Promise.race([asking, lateness(abortSignal)]);
    return variablesIn(SecretString);
  };
  return () => {
    const signal = AbortSignal.timeout(timeout);
    return ask(signal).catch((error: Error) => {
      // Without its cause, which holds what AWS answered.
      throw new Error(reasonOf(error, signal));
    });
  };
}

/** The SDK looks for credentials without asking the signal. */
function lateness(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

/** What is no JSON is not repeated: JSON.parse would say it with the secret in its message. */
function variablesIn(text: string | undefined): Secrets {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw new NoVariables();
  }
  const { data } = secretValue.safeParse(value);
  if (!data) throw new NoVariables();
  return new Map(Object.entries(data).filter(([, one]) => one !== ''));
}

class NoVariables extends Error {
  override name = 'NoVariables';
}

function reasonOf({ name, message }: Error, { aborted }: AbortSignal): string {
  if (name === 'NoVariables') {
    return 'is no JSON object of variables and their values, such as {"DATABASE_URL":"..."}';
  }
  if (message.startsWith('Region is missing')) return 'AWS_REGION is not set';
  const reason = aborted ? REASONS['TimeoutError'] : REASONS[name];
  return reason ?? `can't be read (${name})`;
}
