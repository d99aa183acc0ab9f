import { expect, test } from 'vitest';
import { upstreamToken, upstreamUrl } from './upstream-url';

test.each(['two words', 'line\nbreak', 'Schlüssel', 'ключ', '\u0000'])(
  'a token that no header carries ends the start, and not each call: %j',
  (token) => {
    const { success, error } = upstreamToken.safeParse(token);
    expect(success).toBe(false);
    expect(error?.message).not.toContain(token);
  },
);

test.each([
  'https://user:secret@other.example.com',
  'https://other.example.com?key=secret',
  'https://other.example.com/#x',
  'ftp://other.example.com',
  'other.example.com',
])('another service is at a plain URL: %s is none', (url) => {
  expect(upstreamUrl('production').safeParse(url).success).toBe(false);
});

test('a path goes along, and slashes at its end do not', () => {
  expect(upstreamUrl('production').parse('https://other.example.com/v2//')).toBe(
    'https://other.example.com/v2',
  );
});
