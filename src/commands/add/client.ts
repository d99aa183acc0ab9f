import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { converse, type Person } from '../../ask/conversation.ts';
import type { Flags } from '../../ask/flags.ts';
import { askText } from '../../ask/prompt.ts';
import { KitError } from '../../errors.ts';
import { clientNameProblem, clientNames } from '../../features/clients/names.ts';
import { variablesOf } from '../../features/clients/parts.ts';
import type { OpenService } from '../../service/open.ts';
import type { Terminal } from '../../terminal.ts';
import type { Outcome } from '../command.ts';
import { assertNothingGone, carryOutAnswers } from './feature.ts';

/** What is added so, and not a table: `add client billing`. A table of that name comes first. */
const WORD = 'client';

/** Whether a client is to be added. */
export function isClientAsked({ positionals }: Flags, { schema }: OpenService): boolean {
  const isTable = schema.tables.some((table) => [table.name, table.exportName].includes(WORD));
  return positionals[0] === WORD && !isTable;
}

/**
 * Adds a client of another service: its own files, and with the first one what all calls have in common. Files that a person
 * edited stay as they are; what would have changed in them is shown, all else is written, and the exit code is 1.
 *
 * @throws KitError MISSING_ANSWER, INVALID_CLIENT, CLIENT_THERE, MODULES_GONE, and those of the plan; Cancelled
 */
export function addClient(opened: OpenService, flags: Flags, terminal: Terminal): Promise<Outcome> {
  return converse(terminal, async (person) => {
    const name = await nameOf(flags, terminal, person);
    assertFree(name, opened);
    assertNothingGone(opened);
    const clients = [...opened.answers.clients, name];
    const change = { said: { clients }, migrate: false, dryRun: flags.values['dry-run'] === true };
    return carryOutAnswers(opened, change, { terminal, person });
  });
}

async function nameOf(
  { positionals: [, ...names] }: Flags,
  { interactive }: Terminal,
  person: Person,
): Promise<string> {
  const [name, ...others] = names;
  if (others.length > 0) {
    throw new KitError(
      'INVALID_CLIENT',
      `${names.join(', ')} are several clients.`,
      'Add one after the other.',
    );
  }
  if (name !== undefined) return name;
  if (interactive) return askText('Which service is called?', clientNameProblem, person);
  throw new KitError(
    'MISSING_ANSWER',
    'Missing: the name of the service that is called.',
    'Pass it behind the word: client tax-office.',
  );
}

function assertFree(name: string, { answers, folder }: OpenService): void {
  const problem = clientNameProblem(name);
  if (problem) throw new KitError('INVALID_CLIENT', problem, 'Choose another name.');
  if (answers.clients.includes(name)) {
    throw new KitError(
      'CLIENT_THERE',
      `The service has a client ${name} already.`,
      'It has a folder of that name, which is yours to change.',
    );
  }
  const path = 'src/config/variables.ts';
  const text = existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : '';
  const taken = variablesOf(clientNames(name)).find((one) => new RegExp(`\\b${one}\\b`).test(text));
  if (taken === undefined) return;
  throw new KitError(
    'INVALID_CLIENT',
    `A client ${name} would have the variable ${taken}, which ${path} has already.`,
    'Choose another name.',
  );
}
