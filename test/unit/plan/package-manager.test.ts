import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/kit/package.ts';
import type { PlannedFile } from '../../../src/plan/planned-file.ts';
import { formatSettings } from '../../../src/plan/service.ts';
import { formatFile } from '../../../src/render/format.ts';
import { adaptToPackageManager } from '../../../src/plan/package-manager.ts';

const template = join(packageRoot(), 'templates/service');

it.each(['npm', 'pnpm', 'yarn', 'bun'] as const)(
  'leaves package.json as the formatter of the service wants it: %s',
  async (pm) => {
    const plan: PlannedFile[] = [
      {
        path: 'package.json',
        content: readFileSync(join(template, 'package.json'), 'utf8'),
        owner: 'managed',
      },
    ];
    const text = String(adaptToPackageManager(plan, pm).files[0]?.content);
    expect(await formatFile('package.json', text, formatSettings(template))).toBe(text);
  },
);

it.each([
  ['pnpm', '10.1.0', ['pnpm@10.1.0', 'pnpm-workspace.yaml', '--frozen-lockfile --prod']],
  ['yarn', '1.22.22', ['yarn@1.22.22', 'yarn.lock', '--frozen-lockfile --production']],
  ['yarn', '4.9.0', ['cli-dist@4.9.0', '.yarnrc.yml', 'yarn workspaces focus --production']],
  ['bun', '', ['bun@1', 'bun.lock', '--frozen-lockfile --production']],
] as const)('builds images and tells people what to type with %s %s', (pm, version, parts) => {
  const files = ['../features/docker/Dockerfile', 'README.md', 'AGENTS.md'];
  const plan = files.map((file): PlannedFile => ({
    path: basename(file),
    content: readFileSync(join(template, file), 'utf8'),
    owner: 'yours',
  }));
  const [dockerfile, ...texts] = adaptToPackageManager(plan, pm, version).files.map(({ content }) =>
    content.toString(),
  );
  for (const part of parts) expect(dockerfile).toContain(part);
  expect(dockerfile).not.toMatch(/npm ci|package-lock|\bnpm run/);
  for (const text of texts) expect(text).not.toMatch(/\bnp(?:m (?!packages|scripts)|x )/);
  expect(texts[0]).toContain(`${pm} run db:generate --name add_phone`);
  expect(texts[0]).not.toContain('bun test');
});
