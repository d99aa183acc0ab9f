import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../../src/steps/advice.ts';

describe('adviceFor', () => {
  it.each([
    [
      'install',
      'npm error code ENOTFOUND\nnpm error network request to https://r/x failed',
      /could not be reached/,
    ],
    ['install', 'npm error code ECONNREFUSED', /could not be reached/],
    [
      'install',
      'npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve',
      /third.*--legacy-peer-deps/s,
    ],
    [
      'install',
      'npm error code ETARGET\nnpm error notarget No matching version found for a@9',
      /does not have a package/,
    ],
    [
      'install',
      ' ERR_PNPM_NO_MATCHING_VERSION  No matching version found for a@9',
      /does not have/,
    ],
    ['install', 'npm error code E401\nnpm error Incorrect or missing password', /log in/],
    ['install', 'npm error code SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['install', 'npm error ENOSPC: no space left on device, write', /disk is full/],
    ['install', "npm error EACCES: permission denied, mkdir '/w/node_modules'", /chown/],
    [
      'install',
      'npm error path /w/node_modules/x\nnpm error command failed\nnpm error command sh -c node i.js',
      /install script/,
    ],
    ['migrate', 'extension "vector" is not available', /no extension vector: set DATABASE_URL/],
    [
      'migrate',
      'Postgres did not start:\npostgres: error while loading shared libraries: libxml2.so.2: cannot',
      /library libxml2.so.2,/,
    ],
    [
      'migrate',
      'Postgres did not start:\nFATAL: could not map anonymous shared memory',
      /--shm-size/,
    ],
    ['migrate', 'Postgres did not start:\nFATAL: something else', /set DATABASE_URL/],
    [
      'statement',
      'function authorize(unknown) does not exist',
      /calls authorize\(\), .* drizzle\//,
    ],
    [
      'statement',
      'function private.teams_of(uuid, text) does not exist',
      /calls private\.teams_of\(\)/,
    ],
    ['git', 'fatal: detected dubious ownership in repository', /safe\.directory/],
    [
      'git',
      "fatal: Unable to create '/w/.git/index.lock': File exists.",
      /remove \.git\/index\.lock/,
    ],
    ['git', 'error: unable to write file: No space left on device', /disk is full/],
  ] as const)('says what helps when %s prints %s', (step, output, expected) => {
    expect(adviceFor(step, output).join('\n')).toMatch(expected);
  });

  it('says nothing of what it does not know', () => {
    expect(adviceFor('install', 'npm error something')).toEqual([]);
    expect(adviceFor('migrate', 'Statement 1 of drizzle/0000_init.sql was refused: x')).toEqual([]);
  });
});
