import type { Removal } from './removal.ts';

const tests = ['src/config/secret-manager'];
const managed = 'src/config/managed-secrets.ts';
const aws = 'src/config/aws-secrets.ts';

/** Secrets from AWS. */
export const managedSecrets: Removal[] = [
  {
    promise: 'the environment comes before the secret manager',
    file: 'src/config/sources.ts',
    from: "    else if (value) take(name, value, { from: 'environment' });\n",
    to: "    else if (value && !managed.holds(name)) take(name, value, { from: 'environment' });\n",
    tests,
  },
  {
    promise: 'a secret holds nothing that is none',
    file: 'src/config/secret-manager.ts',
    from: '    if (open.length > 0) {\n',
    to: '    if (open.length > 99) {\n',
    tests,
  },
  {
    promise: 'AWS has only so long at the start',
    file: aws,
    from: '    const signal = AbortSignal.timeout(timeout);\n',
    to: '    const signal = AbortSignal.timeout(timeout * 1000);\n',
    tests,
  },
  {
    promise: 'a secret that is no JSON is not repeated',
    file: aws,
    from: '  } catch {\n    throw new NoVariables();\n',
    to: '  } catch (error) {\n    throw Object.assign(error as Error, { name: (error as Error).message });\n',
    tests,
  },
  {
    promise: 'without a secret to ask for, nobody is asked',
    file: 'src/config/secret-manager.ts',
    from: '  if (id === undefined) return;\n',
    to: '',
    tests,
  },
  {
    promise: 'AWS is asked no more often than told',
    file: managed,
    from: '    if (performance.now() - asked >= floor) {\n',
    to: '    if (performance.now() > floor) {\n',
    tests,
  },
  {
    promise: 'what was read last is kept while AWS fails',
    file: managed,
    from: '      failures.publish(error);\n',
    to: '      known = new Map();\n      failures.publish(error);\n',
    tests,
  },
  {
    promise: 'who reads a secret again waits for AWS only so long',
    file: managed,
    from: 'await Promise.race([refresh(), sleep(PATIENCE)]);',
    to: 'await refresh();',
    tests,
  },
  {
    promise: 'config:check asks nobody',
    file: 'scripts/config.ts',
    from: "  if (what === 'check' && !values.secrets) return true;\n",
    to: '',
    tests,
  },
];

/** The same with sign-in, whose secret changes while the service runs. */
export const managedSignIn: Removal[] = [
  {
    promise: 'a new secret of sign-in in AWS is taken without a restart',
    file: managed,
    from: 'await Promise.race([refresh(), sleep(PATIENCE)]);',
    to: 'await sleep(0);',
    tests: ['test/auth/managed-secret'],
  },
  {
    promise: 'what AWS holds can be read again at all',
    file: 'src/config/sources.ts',
    from: 'managed.value(name), managed.source(name));',
    to: "managed.value(name), { from: 'secret manager' });",
    tests: ['test/auth/managed-secret'],
  },
];
