import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { planService, type ServicePlan } from '../../src/plan/service.ts';
import { formatFile } from '../../src/render/format.ts';
import { loadSchema } from '../../src/schema/load.ts';
import { manyTables } from '../support/many-tables.ts';

const FORMAT = new URL('../../templates/service/_oxfmtrc.json', import.meta.url);

describe('a schema of a hundred tables', () => {
  let plan: ServicePlan;
  beforeAll(async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'kit-many-'));
    writeFileSync(join(cwd, 'schema.ts'), manyTables(100));
    const schema = await loadSchema({ sources: ['schema.ts'], cwd });
    const kit = { name: 'create-backend-kit', version: '0.0.0', dependency: '0.0.0' };
    plan = await planService({ answers: { name: 'many', pm: 'npm' }, schema, kit });
    return () => rmSync(cwd, { recursive: true });
  });

  it('becomes a resource or a link for every table, each at an URL of its own', () => {
    const kinds = plan.resources.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'resource')).toHaveLength(75);
    expect(kinds.filter((kind) => kind === 'link')).toHaveLength(25);
    const urls = plan.resources.map(({ path }) => path).filter((path) => path !== '');
    expect(new Set(urls).size).toBe(75);
  });

  it('becomes files that do not meet, on a file system that ignores case either', () => {
    const paths = plan.files.map(({ path }) => path.toLowerCase());
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('becomes files that parse and stand formatted', async () => {
    const { ignorePatterns: _, ...settings } = JSON.parse(readFileSync(FORMAT, 'utf8'));
    const changed = await Promise.all(
      plan.files.map(async ({ path, content }) => {
        const text = content.toString();
        return (await formatFile(path, text, settings)) === text ? [] : [path];
      }),
    );
    expect(changed.flat()).toEqual([]);
  });
});
