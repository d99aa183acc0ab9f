import { expect, it } from 'vitest';
import { isMigrated } from '../../../src/commands/add/write.ts';
import { temporaryFolder } from '../../support/folder.ts';

const statement = 'CREATE FUNCTION stamp()\nRETURNS trigger;';

it.each([
  ['\n', '\n'],
  ['\r\n', '\n'],
  ['\n', '\r\n'],
])('knows a statement that a migration runs, however lines end: %j, %j', (onDisk, asRead) => {
  const text = `-- first\n${statement}\n`.replaceAll('\n', onDisk);
  const folder = temporaryFolder({ 'drizzle/0000_prerequisites.sql': text });
  expect(isMigrated(folder, statement.replaceAll('\n', asRead))).toBe(true);
  expect(isMigrated(folder, 'CREATE EXTENSION citext')).toBe(false);
});
