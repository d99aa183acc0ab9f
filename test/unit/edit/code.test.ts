import { describe, expect, it } from 'vitest';
import { addImport, addMember, addProperty, addStatement } from '../../../src/edit/code.ts';
import { addBehind, addRow } from '../../../src/edit/prose.ts';

const text = (edit: unknown) => (edit as { text: string }).text;
const reason = (edit: unknown) => (edit as { cannot: { reason: string } }).cannot.reason;

describe('an import', () => {
  const module =
    "import a from 'a';\nimport { b } from '../b';\nimport c from './c';\n\nuse(a, b, c);\n";

  it.each([
    ["import x from '@x/y';", 0],
    ["import x from 'x';", 1],
    ["import x from '../x';", 2],
    ["import x from './a';", 2],
    ["import x from './x';", 3],
  ])('%s comes to line %i', (line, place) => {
    expect(text(addImport(module, line)).split('\n').indexOf(line)).toBe(place);
  });

  it('joins the names that come from the same place, of which each stands once', () => {
    const same = "import z from 'a';\nimport { type B, c } from 'x';\n\nuse(z, c);\n";
    expect(text(addImport(same, "import { a, c } from 'x';"))).toBe(
      "import z from 'a';\nimport { a, type B, c } from 'x';\n\nuse(z, c);\n",
    );
    expect(text(addImport(same, "import { d } from 'a';"))).toContain(
      "import z from 'a';\nimport { d } from 'a';",
    );
  });

  it('is the first of a module without any', () => {
    expect(text(addImport('run();\n', "import x from 'x';"))).toBe(
      "import x from 'x';\n\nrun();\n",
    );
  });
});

describe('a property', () => {
  const module = `
    const plain = { a: 1, inner: { b: 2 }, other: plain2, empty: {} };
    const typed = { a: 1 } satisfies Numbers;
    export function made() { start(); return z.object({ a: 1, }); }`;

  it('is the last of the object of a variable, of a function, and inside of one', () => {
    expect(text(addProperty(module, ['plain'], 'x: 3'))).toContain('empty: {},\nx: 3 };');
    expect(text(addProperty(module, ['plain', 'inner'], 'x: 3'))).toContain('{ b: 2,\nx: 3 }');
    expect(text(addProperty(module, ['plain', 'empty'], 'x: 3'))).toContain('empty: {x: 3}');
    expect(text(addProperty(module, ['made'], 'x: 3'))).toContain('z.object({ a: 1,\nx: 3, })');
    expect(text(addProperty(module, ['typed'], 'x: 3'))).toContain('{ a: 1,\nx: 3 } satisfies');
  });

  it('spreads what stands in the place of an object', () => {
    expect(text(addProperty(module, ['plain', 'other'], 'x: 3'))).toContain(
      'other: { ...plain2, x: 3 }',
    );
  });

  it('is refused where there is no such object', () => {
    expect(reason(addProperty(module, ['plain', 'a'], 'x: 3'))).toBe('it has no object plain.a');
    expect(reason(addProperty(module, ['none'], 'x: 3'))).toBe('it has no object none');
  });
});

it('a member is the last of an interface that is there', () => {
  expect(text(addMember('export interface A { a: 1 }', 'A', 'x: 3;'))).toContain('a: 1 x: 3;\n}');
  expect(reason(addMember('interface A {}', 'B', 'x: 3;'))).toBe('it has no interface B');
});

it('a statement comes before the one that begins as it is said', () => {
  const module = 'async function build() { first();\n  await second(1); }';
  const place = { name: 'build', before: 'await second' };
  expect(text(addStatement(module, place, 'x();'))).toContain('  x();\n  await second(1)');
  expect(reason(addStatement(module, { ...place, before: 'third' }, 'x();'))).toContain('third');
});

it('a text comes behind one that is there once', () => {
  expect(text(addBehind('a b', 'a', '!'))).toBe('a! b');
  for (const twice of ['a a', 'b']) expect(reason(addBehind(twice, 'a', '!'))).toContain('once: a');
});

it('a row is the last of its table', () => {
  const page = '| a |\n| 1 |\n\n| b |\n| --- |\n| 2 |\n\nend';
  expect(text(addRow(page, 'b', '| 3 |'))).toBe(page.replace('| 2 |', '| 2 |\n| 3 |'));
  expect(text(addRow('| b |\n| 2 |', 'b', '| 3 |'))).toBe('| b |\n| 2 |\n| 3 |');
  expect(reason(addRow(page, 'c', '| 3 |'))).toBe('it has no table of c');
});
