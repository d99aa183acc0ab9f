import { expect, it } from 'vitest';
import { difference } from './expected.ts';
import { expectedManifest } from './manifest.ts';
import { templateFiles } from './templates.ts';

const templates = templateFiles({ name: 'shop', kit: 'create-backend-kit' });
const main = templates.get('src/main.ts') ?? { text: '', executable: false };

it('a template that is left out of the plan, one that is changed, and a file more are told', () => {
  expect(difference(templates, new Map(templates))).toBe('');
  const [without, changed, more] = [1, 2, 3].map(() => new Map(templates));
  without?.delete('src/main.ts');
  changed?.set('src/main.ts', { ...main, text: main.text.replace('try', 'Try') });
  more?.set('Makefile', main);
  expect(difference(templates, without ?? new Map())).toContain(
    'src/main.ts is expected and not planned.',
  );
  expect(difference(templates, changed ?? new Map())).toContain('\n+Try');
  expect(difference(templates, more ?? new Map())).toContain(
    'Makefile is planned and not expected.',
  );
});

it('a script that can no longer be run is told', () => {
  const expected = new Map([['run.sh', { text: 'exit', executable: true }]]);
  const planned = new Map([['run.sh', { text: 'exit', executable: false }]]);
  expect(difference(expected, planned)).toContain('run.sh can not be run.');
});

it('a manifest that lacks a copied file, or gives it to somebody else, is told', () => {
  const kit = { name: 'create-backend-kit', version: '0.0.0' };
  const owners = (files: object) => {
    const rest = { kit, answers: {}, reproduce: '', parts: [] };
    const text = expectedManifest(JSON.stringify({ ...rest, files }), ['Dockerfile'], kit);
    return JSON.parse(text).owners;
  };
  const file = { path: 'Dockerfile', owner: 'managed', sha256: 'a'.repeat(64) };
  expect(owners([file])).toEqual({});
  expect(owners([{ ...file, owner: 'yours' }])).toEqual({ Dockerfile: 'yours' });
  expect(owners([])).toEqual({ Dockerfile: 'nobody' });
});
