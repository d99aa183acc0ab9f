import { describe, expect, it } from 'vitest';
import { addExportAll } from '../../../src/edit/export-all.ts';

const line = "export * from './new';";
const added = (text: string) => {
  const edit = addExportAll(text, './new');
  return typeof edit === 'object' && 'text' in edit ? edit.text : edit;
};

describe('addExportAll', () => {
  it('puts the line below the last of its kind', () => {
    expect(added("export * from './a';\nexport * from './b'; // last\nexport const x = 1;\n")).toBe(
      `export * from './a';\nexport * from './b'; // last\n${line}\nexport const x = 1;\n`,
    );
  });

  it('puts it at the end where there is none of its kind', () => {
    expect(added("export { a } from './a';\n")).toBe(`export { a } from './a';\n${line}\n`);
    expect(added('export const a = 1;')).toBe(`export const a = 1;\n${line}\n`);
    expect(added('')).toBe(`${line}\n`);
    expect(added("export * from './a';")).toBe(`export * from './a';\n${line}\n`);
  });

  it('takes neither a namespace nor types for one of its kind', () => {
    const text = "export * as a from './a';\nexport type * from './new';\n";
    expect(added(text)).toBe(`${text}${line}\n`);
  });

  it('keeps the ends of lines as they are', () => {
    expect(added("export * from './a';\r\n")).toBe(`export * from './a';\r\n${line}\r\n`);
  });

  it('changes nothing where the line is there, however it is quoted', () => {
    expect(added('export * from "./new";\n')).toBe('unchanged');
  });

  it.each([
    ['export * from ./a;', 'it does not parse'],
    ["module.exports = require('./a');", 'it is no ES module'],
    ["import a = require('./a');\nexport = a;", 'it is no ES module'],
  ])('refuses %s, and says what to paste', (text, reason) => {
    expect(added(text)).toEqual({ cannot: { reason, paste: line } });
  });
});
