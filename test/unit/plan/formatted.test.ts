import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/kit/package.ts';
import { formatSettings } from '../../../src/plan/service.ts';
import { formatFile } from '../../../src/render/format.ts';

const templates = join(packageRoot(), 'templates');
const features = readdirSync(join(templates, 'features'));

/** Left behind by whoever worked in the folder, or rendered. */
const OTHERS = /^(?:node_modules|dist|drizzle|coverage|\.postgres|resource)\//;

// Whoever plans a service does not format them again, so they must stand as its own formatter leaves them.
it.each(['service', ...features.map((name) => `features/${name}`)])(
  'the files of templates/%s stand formatted',
  async (folder) => {
    const root = join(templates, folder);
    const settings = formatSettings(join(templates, 'service'));
    const files = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !OTHERS.test(path) && path !== 'package-lock.json');
    const changed = await Promise.all(
      files.map(async (path) => {
        const text = readFileSync(join(root, path), 'utf8');
        return (await formatFile(path, text, settings)) === text ? [] : [path];
      }),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(changed.flat()).toEqual([]);
  },
);
