import { expect, it } from 'vitest';
import { kitPackage } from '../../../src/kit/package.ts';
import { openService } from '../../../src/service/open.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const { name, version } = kitPackage();
const answers = { name: 'shop', source: 'example', example: 'shop', casing: 'auto', pm: 'npm' };
const manifest = { kit: { name, version }, answers, reproduce: '', parts: [], files: [] };

function failure(text: string): Promise<unknown> {
  const cwd = temporaryFolder({ 'backend-kit.json': text });
  return openService(cwd, recordedTerminal({ cwd })).then(
    () => 'it opened',
    (error: unknown) => error,
  );
}

it.each([
  [{ ...manifest, answers: { ...answers, pm: 'cargo' } }, 'INVALID_ANSWER', /"pm".*"cargo"/],
  [{ ...manifest, answers: { ...answers, tables: 'orders' } }, 'INVALID_ANSWER', /"tables".*list/],
  [{ ...manifest, parts: 'orders' }, 'MANIFEST_DAMAGED', /"parts"/],
  [{ ...manifest, kit: { name, version: '99.0.0' } }, 'OTHER_KIT_VERSION', /99\.0\.0/],
])(
  'says what is wrong with a manifest before anything is read: %j',
  async (text, code, message) => {
    const error = await failure(JSON.stringify(text));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  },
);
