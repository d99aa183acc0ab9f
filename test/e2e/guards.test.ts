import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Prepared,
  prepareServices,
  type Suite,
  suites,
  tryRemoval,
} from '../guards/guards.ts';
import { removeServices, servicesFolder } from './service.ts';

/** All of them are tried by `npm run test:guards`, which takes half an hour; here one of each kind. */
const SAMPLE = [
  'one row: the tenant',
  "an access token's aud is pinned",
  'a value that is taken is a conflict, and names its field',
  'a migration of a branch that comes late is applied',
];

const [suite] = suites as [Suite];
const parent = servicesFolder('guards');
let service: Prepared;

beforeAll(async () => {
  [service] = await prepareServices(parent, suite, 1);
});

afterAll(async () => {
  await service.stop();
  await removeServices(parent);
});

it.each(SAMPLE)('a service without this fails a test of its own: %s', async (promise) => {
  const removal = suite.removals.find((one) => one.promise === promise);
  if (!removal) throw new Error('There is no such promise');
  expect((await tryRemoval(service, removal)).caughtBy).toBeDefined();
});
