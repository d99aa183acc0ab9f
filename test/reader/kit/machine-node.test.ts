import { chmodSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { machineNode, withoutLentNode } from '../../../src/kit/machine-node.ts';
import { projectEnv } from '../../../src/steps/run.ts';
import { temporaryFolder } from '../../support/folder.ts';

/** Folders with programs `node` that say a version, in one folder; '' is a program that fails. */
function nodes(versions: Record<string, string>): (place: string) => string {
  const files = Object.entries(versions).map(([place, version]) => [
    `${place}/node`,
    `#!/bin/sh\n${version === '' ? 'exit 1' : `echo v${version}`}\n`,
  ]);
  const root = temporaryFolder(Object.fromEntries(files));
  for (const place of Object.keys(versions)) chmodSync(join(root, place, 'node'), 0o755);
  return (place) => join(root, place);
}

const lent = 'kit/node_modules/.bin';

it.each([
  { what: 'the first on the PATH', path: ['own', 'other'], node: '20.1.0' },
  { what: 'none that a package manager lends', path: [lent, 'own'], node: '20.1.0' },
  {
    what: "npm's own where it has no version to offer",
    path: ['none'],
    npm: 'other',
    node: '22.2.0',
  },
  { what: "npm's own where the PATH has none", path: [lent], npm: 'own', node: '20.1.0' },
  { what: "the PATH's rather than npm's own", path: ['own'], npm: 'other', node: '20.1.0' },
  { what: "this process's where nothing tells", path: [], node: process.versions.node },
])('knows the Node of a machine: $what', async ({ path, npm, node }) => {
  const at = nodes({ own: '20.1.0', other: '22.2.0', none: '', [lent]: '24.3.0' });
  const env = {
    PATH: ['', ...path.map(at)].join(delimiter),
    ...(npm && { npm_node_execpath: join(at(npm), 'node') }),
  };
  expect(await machineNode({ cwd: at('.'), env })).toBe(node);
});

it('asks this very program nothing', async () => {
  const env = { PATH: dirname(process.execPath) };
  expect(await machineNode({ cwd: '/nowhere', env })).toBe(process.versions.node);
});

it('lends the programs of a service no Node of another project', () => {
  const at = nodes({ own: '20.1.0', [lent]: '24.3.0' });
  const tools = join(at('.'), 'tools/node_modules/.bin');
  const path = [at(lent), tools, at('own')].join(delimiter);
  expect(withoutLentNode(path)).toBe([tools, at('own')].join(delimiter));
  expect(projectEnv({ PATH: path, Path: path })).toEqual({
    PATH: withoutLentNode(path),
    Path: withoutLentNode(path),
  });
});
