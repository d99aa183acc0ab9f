import { KitError } from '../../errors.ts';
import { examples } from '../../kit/examples.ts';
import type { Answers } from '../../ask/questions.ts';
import { startReader } from '../../schema/reader.ts';
import type { Schema } from '../../schema/table.ts';
import { abortable, type Terminal } from '../../terminal.ts';

export type SourceAnswers = Pick<
  Answers,
  'source' | 'schema' | 'schemaAsIs' | 'fromDb' | 'example' | 'casing'
>;

/**
 * Reads the schema from wherever the answers say it is.
 * @param meanwhile begins to load what is needed next
 * @throws KitError with a code of the schema's reader, or DATABASE_UNREACHABLE and its like; Cancelled
 */
export async function readSource(
  answers: SourceAnswers,
  terminal: Terminal,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Schema> {
  const casing = answers.casing === 'auto' ? {} : { casing: answers.casing };
  const load = async (sources: string[], asIs = true): Promise<Schema> => {
    const reader = startReader();
    const { loadSchema } = await import('../../schema/load.ts');
    const options = { sources, cwd: terminal.cwd, asIs, reader, meanwhile, ...casing };
    return abortable(loadSchema(options), terminal.signal);
  };

  switch (answers.source) {
    case 'schema':
      return load(answers.schema, answers.schemaAsIs);
    case 'example':
      return load([exampleSchema(answers.example)]);
    case 'from-db': {
      const { withPulledSchema } = await import('../../pull/pull.ts');
      return withPulledSchema(answers.fromDb, terminal, async (sources, losses) => {
        const schema = await load(sources);
        return { ...schema, notices: [...schema.notices, ...losses] };
      });
    }
  }
}

function exampleSchema(name: string): string {
  const example = examples().find((candidate) => candidate.name === name);
  if (!example) throw new KitError('INVALID_ANSWER', `There is no example "${name}".`);
  return example.schema;
}
