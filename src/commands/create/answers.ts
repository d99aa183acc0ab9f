import { resolve } from 'node:path';
import { assertUsablePath, checkTarget, type Target } from '../../apply/target.ts';
import { ask, type PromptPerson } from '../../ask/ask.ts';
import { converse, oncePerKey, type Person } from '../../ask/conversation.ts';
import type { Flags } from '../../ask/flags.ts';
import { machineNode } from '../../kit/machine-node.ts';
import { type KitReference, kitReference } from '../../kit/package.ts';
import { isLog } from '../../model/routes.ts';
import { holdsSignIn } from '../../model/sign-in.ts';
import type { AnswersOf } from '../../ask/questionnaire.ts';
import { type Answers, serviceQuestions } from '../../ask/questions.ts';
import { sourceQuestions } from '../../ask/source-questions.ts';
import { abortable, type Terminal } from '../../terminal.ts';
import type { Schema } from '../../schema/table.ts';
import { readSource, type SourceAnswers } from './source.ts';
import {
  assertServed,
  choiceOfRoutes,
  choiceOfTables,
  resolveTables,
  type RoutesChoice,
  tableLabel,
} from '../../ask/tables.ts';

/** All that must be known before a service is planned. */
export interface Prepared {
  answers: Answers;
  schema: Schema;
  target: Target;
  kit: KitReference;
  /** The version of Node that the service will run on. */
  node: string;
}

interface Asking {
  flags: Flags;
  terminal: Terminal;
  prompt: PromptPerson | undefined;
  /** What takes long, and is the same as long as the answers are. */
  read: (source: SourceAnswers) => Promise<Schema>;
  pack: (service: string | undefined) => Promise<KitReference>;
}

/**
 * Turns flags into all answers, asking for the rest, and reads the schema.
 * @param agree shows what will be done with all that and asks whether to; the last of the conversation, so that there is
 *   a way back from it too
 * @param meanwhile begins to load what that needs, while the schema is read
 * @throws KitError for answers that will not do, and with a code of the schema's reader; Cancelled
 */
export async function prepare<T>(
  flags: Flags,
  terminal: Terminal,
  agree: (prepared: Prepared, person: Person) => Promise<T>,
  meanwhile: () => Promise<unknown>,
): Promise<T> {
  const packed: Promise<unknown>[] = [];
  const read = oncePerKey((source: SourceAnswers) => readSource(source, terminal, meanwhile));
  const pack = oncePerKey((service: string | undefined) => {
    const kit = kitReference(service);
    packed.push(Promise.allSettled([kit]));
    return kit;
  });
  try {
    return await converse(terminal, async (person) => {
      const prompt = await promptOf(terminal, person);
      return agree(await prepareWith({ flags, terminal, prompt, read, pack }), person);
    });
  } finally {
    // Its temporary files must go before the command ends, however it ends.
    await abortable(Promise.all(packed), terminal.signal);
  }
}

async function prepareWith(asking: Asking): Promise<Prepared> {
  const { flags, terminal, prompt, pack } = asking;
  const { cwd, env, signal } = terminal;
  const context = { cwd, env, tables: [] };
  const first = await ask(sourceQuestions, { flags, earlier: {}, context, prompt });
  assertUsablePath(resolve(cwd, first.dir));
  const target = checkTarget(resolve(cwd, first.dir), first);
  // Packing the kit takes as long as reading the schema, and needs nothing of it. Whoever goes back does not wait for it.
  const kit = pack(target.exists ? target.path : undefined);
  const answering = readAndAsk(first, asking);
  // It may be another one that has to be asked for its version.
  const node = machineNode(terminal);
  const answered = await answering;
  return { ...answered, target, kit: await abortable(kit, signal), node: await node };
}

async function readAndAsk(
  first: AnswersOf<typeof sourceQuestions>,
  { flags, terminal, prompt, read }: Asking,
): Promise<Pick<Prepared, 'answers' | 'schema'>> {
  const { cwd, env } = terminal;
  const { source, schema: files, schemaAsIs, fromDb, example, casing } = first;
  const schema = await read({ source, schema: files, schemaAsIs, fromDb, example, casing });
  const labels = schema.tables.map((table) => tableLabel(table, schema.tables));
  const signIn = schema.tables.filter(holdsSignIn).map((table) => tableLabel(table, schema.tables));
  const answers = await ask(serviceQuestions, {
    flags,
    earlier: first,
    context: { cwd, env, tables: labels, schema, logs: logsAmong(schema), signIn },
    prompt,
  });
  const isNamed = ['tables', 'skip-tables'].some((flag) => flags.values[flag] !== undefined);
  const named = {
    tables: resolveTables(answers.tables, schema.tables),
    skipTables: resolveTables(answers.skipTables, schema.tables),
  };
  const wasAsked = prompt !== undefined && !isNamed;
  const choice = wasAsked ? choiceOfTables(named.tables, labels, signIn) : named;
  const routes = routesIn(answers, { schema, wasAsked: prompt !== undefined });
  assertServed(routes, choice);
  return { answers: { ...answers, ...choice, ...routes }, schema };
}

function routesIn(
  answers: RoutesChoice,
  { schema, wasAsked }: { schema: Schema; wasAsked: boolean },
): RoutesChoice {
  const appendOnly = resolveTables(answers.appendOnly, schema.tables);
  const readOnly = resolveTables(answers.readOnly, schema.tables);
  return wasAsked ? choiceOfRoutes(appendOnly, readOnly) : { appendOnly, readOnly };
}

/** The tables that are suggested as append-only. */
function logsAmong({ tables }: Schema): string[] {
  return tables.filter(isLog).map((table) => tableLabel(table, tables));
}

async function promptOf(
  { interactive }: Terminal,
  person: Person,
): Promise<PromptPerson | undefined> {
  if (!interactive) return undefined;
  const { terminalPrompt } = await import('../../ask/prompt.ts');
  return terminalPrompt(person);
}
