import type { Removal } from './removal.ts';

const change = ['test/auth/secret-change'];

/** Secrets that change while the service runs. */
export const secrets: Removal[] = [
  {
    promise: 'a new secret of sign-in is taken without a restart',
    file: 'src/auth/auth.ts',
    from: '    await secrets.refresh();\n',
    to: '',
    tests: change,
  },
  {
    promise: 'what is no secret is not taken for one',
    file: 'src/auth/known-secrets.ts',
    from: '      if (mistake) throw new Error(`A secret of sign-in ${mistake}`);\n',
    to: '      void mistake;\n',
    tests: change,
  },
  {
    promise: 'a new secret signs refresh tokens when every process knows it, and not before',
    file: 'src/auth/auth.ts',
    from: ', () => keys.signer()?.secretId)',
    to: ')',
    tests: change,
  },
  {
    promise: 'a new secret signs at all',
    file: 'src/auth/signing-keys.ts',
    from: '        await addKeyOf(db, newest, ahead);\n',
    to: '',
    tests: change,
  },
  {
    promise: 'what a secret signed is void once it is gone',
    file: 'src/auth/signing-keys.ts',
    from: '      if (secret === undefined) return [];\n      const same = keys.find((key) => key.kid === kid);\n',
    to: '      const same = keys.find((key) => key.kid === kid);\n      if (secret === undefined) return same ? [same] : [];\n',
    tests: change,
  },
  {
    promise: 'a refresh token of a secret that is gone is void',
    file: 'src/auth/refresh-token.ts',
    from: '    if (secret === undefined) return undefined;\n',
    to: '    if (secret === undefined) return keys.get(id);\n',
    tests: change,
  },
];

const restart = ['test/rolling-restart'];

/** A restart that nobody notices. */
export const restarts: Removal[] = [
  {
    promise: 'a load balancer is told that a process is about to end',
    file: 'src/server.ts',
    from: '  app.lifecycle.draining = true;\n',
    to: '',
    tests: restart,
  },
  {
    promise: 'a process serves on until a load balancer has noticed',
    file: 'src/server.ts',
    from: '  await sleep(delay);\n',
    to: '',
    tests: restart,
  },
  {
    promise: '/readyz says no while a process drains',
    file: 'src/http/health.ts',
    from: "      if (app.lifecycle.draining) throw unavailable('The service is shutting down.', 5);\n",
    to: '',
    tests: restart,
  },
];
