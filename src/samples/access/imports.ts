import type { TableModel } from '../../model/service.ts';
import type { TestSource } from '../tests/overrides.ts';
import type { IncludeCase } from './includes.ts';
import type { LinkCase } from './links.ts';
import { ownName } from './own.ts';
import type { ReferenceCase } from './references.ts';
import type { Subject } from './subject.ts';

/** What of a test of access decides what it imports. */
export interface Imported {
  subject: Subject;
  references: ReferenceCase[];
  includes: IncludeCase[];
  links: LinkCase[];
  /** Whether its query is asked to create a row. */
  isAsked: boolean;
}

export function importLines(source: TestSource, parts: Imported): string {
  const { table } = source;
  const { subject, references, includes, links, isAsked } = parts;
  const cases = [...references, ...includes, ...links];
  const made = unique([subject, ...cases].flatMap((one) => one.made));
  const owned = unique([subject, ...cases].flatMap((one) => one.owned));
  const factories = new Map<string, string[]>(
    made.map(({ names }) => [names.kebab, [`create${names.pascal}`]]),
  );
  if (subject.hasBody) {
    const own = factories.get(table.names.kebab) ?? [];
    factories.set(table.names.kebab, [...own, `${table.names.camelOne}Values`]);
  }
  const schema = unique([
    ...(subject.owner === null && !subject.isStamped ? [] : [table.reference.import]),
    ...includes.flatMap((one) => one.links.map((link) => link.reference.import)),
    ...links.map(({ link }) => link.reference.import),
  ]);
  const from = (path: string, names: string[]) =>
    names.length > 0 ? [`import { ${names.toSorted().join(', ')} } from '${path}';`] : [];
  const test = '../../../test';
  return [
    ...from('drizzle-orm', subject.owner === null ? [] : ['eq']),
    ...from('vitest', ['afterAll', 'beforeAll', 'describe', ...(isAsked ? ['expect'] : []), 'it']),
    ...from(`${test}/access/includes`, includes.length > 0 ? ['expectNotAlong'] : []),
    ...from(
      `${test}/access/links`,
      links.length > 0
        ? [
            ...(links.some(({ foreign }) => foreign.length > 0) ? ['expectForeignTarget'] : []),
            'expectLinkCell',
            'linkCells',
            'linksOf',
          ]
        : [],
    ),
    `import { cells, expectCell, type Subject } from '${test}/access/matrix';`,
    ...from(`${test}/access/references`, references.length > 0 ? ['expectUnreachable'] : []),
    ...owned
      .toSorted(byFile)
      .flatMap((one) => from(`${test}/access/rows/${one.names.kebab}`, [ownName(one)])),
    ...from(`${test}/access/people`, isAsked ? ['newcomer'] : []),
    `import { createTestApp, type TestApp } from '${test}/app';`,
    ...[...factories]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([file, names]) => from(`${test}/factories/${file}`, names)),
    ...from(`${test}/http`, subject.hasBody ? ['jsonBody'] : []),
    ...from(
      `${test}/schemas`,
      subject.schemas.some((name) => name.endsWith('Response')) ? ['listed'] : [],
    ),
    ...from('../../access/context', isAsked ? ['callerContext'] : []),
    ...from('../../db/schema', schema),
    ...from(`./${table.names.kebab}.queries`, isAsked ? ['create'] : []),
    ...from(`./${table.names.kebab}.schemas`, subject.schemas),
  ].join('\n');
}

const byFile = (a: TableModel, b: TableModel) => (a.names.kebab < b.names.kebab ? -1 : 1);

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
