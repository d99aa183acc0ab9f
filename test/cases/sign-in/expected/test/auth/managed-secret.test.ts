import { afterAll, beforeAll, test, vi } from 'vitest';
import { createDatabase, type DatabaseHandle } from '../../src/db/client';
import { testConfig } from '../config';
import { type SecretsManager, startSecretsManager } from '../secrets-manager';
import { AUTH_SECRET } from './client';
import { startProcess } from './processes';
import { expectNewSecretTaken, type Place } from './secret-rotation';
import { PROCESS_TIMEOUT } from './two-processes';

vi.setConfig({ testTimeout: PROCESS_TIMEOUT });

let database: DatabaseHandle;
/** One for each process: AWS shows a new value to one of them first, too. */
let managers: SecretsManager[];
let places: [Place, Place];

/** A process that has its secrets from AWS alone. */
async function startPlace(aws: SecretsManager): Promise<Place> {
  const write: Place['write'] = (secret, before) =>
    aws.answer(JSON.stringify({ AUTH_SECRET: secret, AUTH_SECRET_OLD: before }));
  write(AUTH_SECRET, '');
  const env = { ...aws.env, AUTH_SECRET: undefined, AWS_SECRET_FLOOR_MS: '100' };
  return { service: await startProcess(env), write };
}

beforeAll(async () => {
  database = createDatabase((await testConfig()).database);
  managers = await Promise.all([startSecretsManager(), startSecretsManager()]);
  places = (await Promise.all(managers.map(startPlace))) as [Place, Place];
}, PROCESS_TIMEOUT);

afterAll(async () => {
  await database.close();
  await Promise.all(managers.map(({ close }) => close()));
});

test('a new secret in AWS is taken without a restart, signs when every process knows it, and logs nobody out', async () => {
  await expectNewSecretTaken(places, database.db);
});
