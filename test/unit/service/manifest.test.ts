import { describe, expect, it } from 'vitest';
import {
  formatManifest,
  type Manifest,
  manifestFiles,
  parseManifest,
  tableParts,
  withTableParts,
} from '../../../src/service/manifest.ts';
import { sha256 } from '../../../src/apply/content.ts';

const manifest: Manifest = {
  kit: { name: '@acme/kit', version: '2.0.0' },
  answers: { pm: 'npm', name: 'shop' },
  reproduce: 'npx @acme/kit@2.0.0 shop --example shop --yes',
  parts: [
    { table: 'orders', path: '/v1/orders', kind: 'resource' },
    { table: 'items', path: '/v1/items', kind: 'list-only' },
  ],
  files: [
    { path: 'src/b.ts', owner: 'managed', sha256: sha256('b') },
    { path: 'src/a.ts', owner: 'yours', sha256: sha256('a') },
  ],
};

describe('formatManifest', () => {
  it('is the same text in whatever order its content comes', () => {
    const shuffled: Manifest = {
      files: manifest.files.toReversed(),
      parts: manifest.parts.toReversed(),
      reproduce: manifest.reproduce,
      answers: { name: 'shop', pm: 'npm' },
      kit: { version: '2.0.0', name: '@acme/kit' },
    };
    expect(formatManifest(shuffled)).toBe(formatManifest(manifest));
  });

  it('is read back as it was, but for the order', () => {
    const back = parseManifest(formatManifest(manifest));
    expect(back).toEqual({
      ...manifest,
      files: manifest.files.toReversed(),
      parts: manifest.parts.toReversed(),
    });
  });
});

describe('parseManifest', () => {
  it.each([
    ['{', /JSON/],
    ['[]', /not an object/],
    ['{}', /"kit"/],
    [JSON.stringify({ ...manifest, answers: 1 }), /"answers"/],
    [JSON.stringify({ ...manifest, reproduce: undefined }), /"reproduce"/],
    [JSON.stringify({ ...manifest, kit: { name: 'kit', version: 'newest' } }), /"kit"/],
    [JSON.stringify({ ...manifest, tools: { carriesNode: 'yes' } }), /"tools"/],
    [JSON.stringify({ ...manifest, parts: [{}] }), /"parts"/],
    [JSON.stringify({ ...manifest, parts: { orders: 'resource' } }), /"parts"/],
    [JSON.stringify({ ...manifest, parts: [{ kind: 'job' }] }), /"parts"/],
    [
      JSON.stringify({
        ...manifest,
        parts: [{ kind: 'resource', table: 'a', path: '', routes: 'write-only' }],
      }),
      /"parts"/,
    ],
    [
      JSON.stringify({ ...manifest, files: [{ path: 'x', owner: 'nobody', sha256: sha256('') }] }),
      /"files"/,
    ],
    [
      JSON.stringify({ ...manifest, files: [{ path: 'x', owner: 'yours', sha256: 'short' }] }),
      /"files"/,
    ],
  ])('says what is wrong with %s', (text, message) => {
    const damaged = { code: 'MANIFEST_DAMAGED', message: expect.stringMatching(message) };
    expect(() => parseManifest(text)).toThrow(expect.objectContaining(damaged));
  });
});

it('an older manifest, whose parts are its resources, is read as a newer one', () => {
  const { parts, ...older } = manifest;
  expect(parseManifest(JSON.stringify({ ...older, resources: parts }))).toEqual(manifest);
});

it('keeps parts of other kinds than those of tables, whatever they have beside a name', () => {
  const job = { kind: 'job', name: 'send-mail', queue: { retries: 3 } };
  const read = parseManifest(formatManifest({ ...manifest, parts: [job, ...manifest.parts] }));
  expect(tableParts(read)).toHaveLength(2);
  expect(withTableParts(read, [])).toEqual([job]);
});

describe('manifestFiles', () => {
  const file = (path: string, content: string) => ({ path, content, owner: 'managed' as const });
  const hashes = (outlooks: Parameters<typeof manifestFiles>[0], previous?: Manifest) =>
    Object.fromEntries(
      manifestFiles(outlooks, previous).map((entry) => [entry.path, entry.sha256]),
    );

  it('records what is written, and never the manifest itself', () => {
    const outlooks = [
      { file: file('x', '1'), status: 'create' as const },
      { file: file('backend-kit.json', '{}'), status: 'update' as const },
    ];
    expect(hashes(outlooks)).toEqual({ x: sha256('1') });
  });

  it('keeps the common ancestor of what a person has changed, and what the plan does not speak of', () => {
    const outlooks = [{ file: file('src/b.ts', 'new'), status: 'conflict' as const }];
    expect(hashes(outlooks, manifest)).toEqual({
      'src/b.ts': sha256('b'),
      'src/a.ts': sha256('a'),
    });
  });
});
