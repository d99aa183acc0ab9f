import { expect, test } from 'vitest';
import { given } from '../../test/given';
import { mistakesOf } from '../../test/mistakes';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1', '0.0.0.0'],
  ['::', '10.0.0.1'],
  ['localhost', '127.0.0.1'],
])('metrics are not where the service is: %s and %s', (HOST, METRICS_HOST) => {
  const env = { ...given, HOST, METRICS_HOST, PORT: '4000', METRICS_PORT: '4000' };
  expect(mistakesOf(env)).toEqual(['METRICS_PORT: must not be PORT, where the service is']);
  expect(mistakesOf({ ...env, METRICS_PORT: '4001' })).toEqual([]);
});

test('a port of two addresses is two, and none is no other', () => {
  const apart = { ...given, HOST: '10.0.0.1', METRICS_HOST: '127.0.0.1' };
  expect(mistakesOf({ ...apart, PORT: '4000', METRICS_PORT: '4000' })).toEqual([]);
  expect(mistakesOf({ ...given, PORT: '0', METRICS_PORT: '0' })).toEqual([]);
});
