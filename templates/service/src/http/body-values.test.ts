import { expect, test } from 'vitest';
import { valueProblem } from './body-values';

const placeOf = (text: string) => valueProblem(text)?.errors?.[0]?.pointer;

test.each([
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '0.12345678901234567890',
  '1e400',
  '-1E+400',
  '1e-400',
  '123456789012345678901234567890e-10',
])('%s is not what a number in JavaScript holds', (number) => {
  expect(placeOf(`{"a":[1,{"b/c":${number}}]}`)).toBe('#/a/1/b~1c');
  expect(placeOf(`{"a": [ 1, { "b/c" :\n${number} }]}`)).toBe('#/a/1/b~1c');
  expect(placeOf(`[${number}]`)).toBe('#/0');
  expect(placeOf(number)).toBe('#');
});

test.each([
  '9007199254740991',
  '9007199254740992',
  '1e21',
  '1E+2',
  '100000000000000000000000',
  '0.30000000000000004',
  '1.7976931348623157e308',
  '5e-324',
  '1.50000000000000000000',
  '0.00000000000000000000',
  '0e400',
  '-0',
  `0.${'0'.repeat(5000)}`,
])('%s is', (number) => {
  expect(valueProblem(`{"a":${number}}`)).toBeNull();
});

test('what only looks like such a number is none', () => {
  const texts = ['": 9007199254740993', '1e400', '[1e400', ' 12345678901234567890'];
  expect(valueProblem(JSON.stringify({ texts, [' 1e400']: 1 }))).toBeNull();
});

test('half of a character is refused, and a whole one is not', () => {
  for (const half of ['\\ud83d', '\\uDE00', '\\ud83dx', '\\ude00\\ud83d']) {
    expect(placeOf(`{"a":["${half}"]}`)).toBe('#/a/0');
    expect(placeOf(`{"a":{"${half}":1}}`)).toContain('#/a/');
  }
  expect(valueProblem('{"a":"\\ud83d\\ude00", "b":"\\\\ud83d", "\\u00e9":"\\uFFFD"}')).toBeNull();
});

test('what is nested too deep is refused without going down into it', () => {
  const nested = (depth: number) => `${'[{"a":'.repeat(depth)}1e400${'}]'.repeat(depth)}`;
  expect(placeOf(nested(100_000))).toBe('#');
  expect(placeOf(nested(20))).toContain('#/0/a/0');
  expect(valueProblem(`["${'[{'.repeat(5000)}", "\\u0001", "\\ud83d\\ude00"]`)).toBeNull();
});

test('a megabyte of digits is looked at in one go', () => {
  const text = `[${'0'.repeat(1)}.${'0'.repeat(500_000)}1${'0'.repeat(500_000)}]`;
  // Going back over them for each would take minutes, which no test has.
  expect(placeOf(text)).toBe('#/0');
});
