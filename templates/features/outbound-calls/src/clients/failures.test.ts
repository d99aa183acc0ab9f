import { afterEach, expect, test, vi } from 'vitest';
import { fakeClock } from '../../test/clients/upstream';
import { retryAfter } from './failures';

fakeClock();
afterEach(() => void vi.unstubAllEnvs());

test.each([
  '',
  'soon',
  '-1',
  '1.5',
  '7, 9',
  '2026-01-01',
  'Maybe, 5',
  'Mon, 99 Foo 2026 00:00:09 GMT',
])('Retry-After: %s says nothing', (header) => {
  expect(retryAfter(header)).toBeUndefined();
});

test.each([
  ['Thu, 01 Jan 2026 00:00:09 GMT', 9000],
  ['Thursday, 01-Jan-26 00:00:09 GMT', 9000],
  ['Thu Jan  1 00:00:09 2026', 9000],
  ['Thu, 01 Jan 2015 00:00:09 GMT', 0],
  ['0', 0],
  ['7', 7000],
  // Whoever asks for longer is asked for no longer than that.
  ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400_000],
  ['9'.repeat(400), 86_400_000],
])('Retry-After: %s is read in any zone', (header, milliseconds) => {
  vi.stubEnv('TZ', 'Asia/Tokyo');
  expect(retryAfter(header)).toBe(milliseconds);
});
