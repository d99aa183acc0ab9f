import { describe, expect, it } from 'vitest';
import { setJsonKey } from '../../../src/edit/json.ts';
import { addLines, putLinesFirst } from '../../../src/edit/lines.ts';

describe('setJsonKey', () => {
  it('sets a key and leaves the order and the indentation as they are', () => {
    const text = '{\n\t"name": "x",\n\t"a": [1]\n}\n';
    expect(setJsonKey(text, 'b', { c: true })).toEqual({
      text: '{\n\t"name": "x",\n\t"a": [\n\t\t1\n\t],\n\t"b": {\n\t\t"c": true\n\t}\n}\n',
    });
  });

  it('has nothing to do where the value is there', () => {
    expect(setJsonKey('{ "a": [1, { "b": 2 }] }', 'a', [1, { b: 2 }])).toBe('unchanged');
  });

  it.each([
    ['// comment\n{}', 'it is not valid JSON'],
    ['[]', 'it is not a JSON object'],
  ])('refuses %j and says what to paste', (text, reason) => {
    expect(setJsonKey(text, 'a', [1])).toEqual({ cannot: { reason, paste: '"a": [\n  1\n]' } });
  });
});

describe('putLinesFirst', () => {
  it('puts what is missing above what is there', () => {
    expect(putLinesFirst('a\n', '# why\na\nb\n')).toEqual({ text: '# why\nb\n\na\n' });
    expect(putLinesFirst('', 'b')).toEqual({ text: 'b\n' });
    expect(putLinesFirst('b\r\n', 'b\n')).toBe('unchanged');
  });
});

describe('addLines', () => {
  it('adds what is missing, after an empty line', () => {
    expect(addLines('a\n', '# why\na\nb\n')).toEqual({ text: 'a\n\n# why\nb\n' });
    expect(addLines('a', 'b')).toEqual({ text: 'a\n\nb\n' });
    expect(addLines('', 'b')).toEqual({ text: 'b\n' });
  });

  it('has nothing to do where every line is there, whatever ends them', () => {
    expect(addLines('b\r\na\r\n', '# why\na\nb')).toBe('unchanged');
  });
});
