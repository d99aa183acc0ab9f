import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../src/features/feature.ts';
import { features } from '../../../src/features/index.ts';
import { needsBundledNode, servicePackage } from '../../../src/plan/package-json.ts';
import { schemaOf } from '../schema/helpers.ts';

const template = JSON.stringify({
  name: 'service',
  version: '0.1.0',
  scripts: { dev: 'tsx' },
  dependencies: { zod: '4.0.0', fastify: '5.0.0' },
  devDependencies: { node: '24.1.2', vitest: '4.0.0' },
  allowScripts: { node: true },
});

function planned(
  dependencies: Record<string, string> = {},
  carriesNode = false,
  chosen: Feature[] = [],
) {
  const text = servicePackage(template, {
    answers: { name: '@acme/shop', pm: 'npm' },
    schema: { ...schemaOf(), dependencies },
    kit: { name: 'create-backend-kit', version: '2.0.0', dependency: '^2.0.0' },
    carriesNode,
    features: chosen,
  });
  return { text, json: JSON.parse(text) };
}

describe("the service's package.json", () => {
  it('has its name and the kit, and keeps the rest in order', () => {
    const { text, json } = planned();
    expect(Object.keys(json)).toEqual(Object.keys(JSON.parse(template)));
    expect(json).toMatchObject({
      name: '@acme/shop',
      version: '0.1.0',
      scripts: { dev: 'tsx' },
      devDependencies: { 'create-backend-kit': '^2.0.0', vitest: '4.0.0' },
      allowScripts: { node: true },
    });
    expect(text).toMatch(/^\{\n {2}"name".*\}\n$/s);
  });

  it('brings what the schema imports, except where the kit pins a version itself', () => {
    const imported = { nanoid: '5.1.0', zod: '3.0.0', '@types/ms': '2.1.0', vitest: '1.0.0' };
    const { dependencies, devDependencies } = planned(imported).json;
    expect(Object.entries(dependencies)).toEqual([
      ['fastify', '5.0.0'],
      ['nanoid', '5.1.0'],
      ['zod', '4.0.0'],
    ]);
    expect(devDependencies).toMatchObject({ '@types/ms': '2.1.0', vitest: '4.0.0' });
  });

  it('has no script that does not look at the version of Node first', () => {
    const path = new URL('../../../templates/service/package.json', import.meta.url);
    const { scripts } = JSON.parse(readFileSync(path, 'utf8'));
    const all = Object.entries(Object.assign(scripts, ...features.map((one) => one.scripts)));
    const asks = /^node (?:scripts\/check-node\.cjs && |-r \.\/scripts\/check-node\.cjs )/;
    expect(all.filter(([, command]) => !asks.test(String(command)))).toEqual([]);
    expect(all.length).toBeGreaterThan(5);
  });

  it.each([
    ['20.19.0', true],
    ['22.11.9', true],
    ['22.12.0', false],
    ['26.0.0', false],
  ])('created on Node %s it carries a newer one: %s', (node, carries) => {
    expect(needsBundledNode(node)).toBe(carries);
    const { devDependencies } = planned({}, carries).json;
    expect(devDependencies.node).toBe(carries ? '24.1.2' : undefined);
  });
});
