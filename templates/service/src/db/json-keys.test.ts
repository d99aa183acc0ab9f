import { expect, test } from 'vitest';
import { exactJson } from './exact-number';
import { parseJson, withPlainKeys } from './json-keys';

// What `JSON.parse` has met: it knows an object that begins with "a" and goes on with one of these.
const MET = ['\\', '\\n', '\\u00', '\\\\'];

const escaped: [json: string, names: string[]][] = [
  [String.raw`{"a":1,"\"":2}`, ['a', '"']],
  [String.raw`{"a":1,"\\":2}`, ['a', '\\']],
  [String.raw`{"a":1,"\nb":2}`, ['a', '\nb']],
  [String.raw`{"a":1,"\u0041bcd":2}`, ['a', 'Abcd']],
  [String.raw`{"a":1,"\\\"" : 2}`, ['a', '\\"']],
];

test.each(escaped)(
  'the fields of %s have their names, whatever was parsed before',
  (json, names) => {
    for (const name of MET)
      for (let i = 0; i < 3; i++) JSON.parse(JSON.stringify({ a: 1, [name]: 1 }));
    expect(Object.keys(parseJson(json) as object)).toEqual(names);
    expect(Object.keys(exactJson(json) as object)).toEqual(names);
    const withNumber = exactJson(json.replace('2}', '12345678901234567890}')) as object;
    expect(Object.keys(withNumber)).toEqual(names);
  },
);

test('a name that is there twice is one field, however it is written', () => {
  expect(parseJson(String.raw`{"b":1,"\u0062":2,"\n":3,"\u000a":4,"c":5}`)).toEqual({
    b: 2,
    '\n': 4,
    c: 5,
  });
  expect(parseJson(String.raw`{"\u0062":2,"b":1}`)).toEqual({ b: 1 });
});

test('fields keep their order and their values, at any depth', () => {
  const json = String.raw`[{"z":"\"","\t":[{"\"":{"\\":"\"x\":"}}],"y":null,"__proto__":{"\b":1}}]`;
  expect(JSON.stringify(parseJson(json))).toBe(json);
  const deep = `${String.raw`{"\n":`.repeat(50_000)}1${'}'.repeat(50_000)}`;
  expect(Object.keys(parseJson(deep) as object)).toEqual(['\n']);
});

test.each([String.raw`{"\x":1}`, String.raw`{"a":1,"\"`, String.raw`"\":`])(
  'what is no JSON is left as it is: %s',
  (text) => {
    expect(withPlainKeys(text).text).toBe(text);
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test('a megabyte of quotes is looked at in one go', () => {
  for (const part of ['\\"', '"\\', '\\\\', '"\\n":']) {
    const text = `"${part.repeat(500_000)}`;
    // Going back over them for each would take minutes, which no test has.
    expect(withPlainKeys(text).text).toBe(text);
  }
});
