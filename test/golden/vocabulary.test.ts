import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';
import { serviceModel } from '../../src/model/service.ts';
import { isGenerated } from '../../src/model/reference.ts';
import { identifiersIn, readVocabulary } from '../../src/render/vocabulary.ts';
import { cases, schemaOf } from './cases.ts';

const vocabulary = readVocabulary(join(packageRoot(), 'templates'));

describe('the names that a template uses', () => {
  it('are those of its own code', () => {
    const template = `
      import { {{table.import}}, eq as equals } from 'drizzle-orm';
      // not this one, /* nor this */
      /** {@link Nor} this. */
      const {{local}} = await find{{names.pascal}}(t.queries, 'none of these');
      return {{local}} ? \`text \${key}\` : { value };`;
    expect([...identifiersIn(template)].toSorted()).toEqual(
      'as await const eq equals from import key return t text value'.split(' '),
    );
  });
});

describe.each(cases())('$name', (one) => {
  it('has no variable of a name that the kit does not know to be in use', async () => {
    const { tables: only, ...others } = one.answers;
    const choice = only.length > 0 ? one.answers : others;
    const { tables } = serviceModel(await schemaOf(one), choice, vocabulary);
    const known = new Set(
      tables.flatMap(({ reference, local, columns, table }) => [
        reference.id,
        local,
        `${table.exportName}`,
        ...columns.map(({ key }) => key),
      ]),
    );
    const unknown = generatedFiles(join(one.folder, 'expected')).flatMap((file) =>
      bindings(file)
        .filter((binding) => !vocabulary.has(binding) && !isGenerated(binding))
        .filter((binding) => !known.has(binding) && !known.has(binding.replace(/Value$/, '')))
        .map((binding) => `${file}: ${binding}`),
    );
    expect(unknown).toEqual([]);
  });
});

function generatedFiles(folder: string): string[] {
  return ['src/modules', 'test/factories', 'scripts']
    .map((part) => join(folder, part))
    .flatMap((part) =>
      readdirSync(part, { recursive: true, encoding: 'utf8' }).map((file) => join(part, file)),
    )
    .filter((file) => file.endsWith('.ts') && !/scripts\/(?!seed\.ts)/.test(file));
}

/** Every name that the file gives to something: imports, variables, parameters, functions, types. */
function bindings(file: string): string[] {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type, id, local, params } = node as Record<string, unknown>;
    if (/^(Variable|Function|Class|TSTypeAlias|TSInterface)\w*Declarat/.test(String(type)))
      collect(id);
    if (/^Import\w*Specifier$/.test(String(type))) collect(local);
    if (Array.isArray(params)) params.forEach(collect);
    Object.values(node).forEach(visit);
  };
  const collect = (pattern: unknown): void => {
    if (typeof pattern !== 'object' || pattern === null) return;
    const part = pattern as Record<string, unknown>;
    if (part['type'] === 'Identifier') found.push(String(part['name']));
    for (const key of ['properties', 'elements', 'left', 'argument', 'value'] as const) {
      const inner = part[key];
      if (Array.isArray(inner)) inner.forEach(collect);
      else collect(inner);
    }
  };
  visit(program);
  return found;
}
