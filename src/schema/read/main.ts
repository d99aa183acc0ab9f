import type { Schema } from '../table.ts';
import { readSchema } from '../read.ts';
import type { EntryModule, ReadResult } from '../read-result.ts';

/** What the parent asks for. */
export interface ReadRequest {
  /** file: URL of the bundle, whose default export lists the entry modules. */
  bundle: string;
  casing: Schema['casing'];
}

/** What goes back over IPC: the schema, or why its modules could not be loaded. */
export type ReadAnswer =
  | { ok: true; result: ReadResult }
  | { ok: false; message: string; stack: string };

const exit = process.exit.bind(process);

/** A schema that ends the process while it loads gets an error with a stack instead, which tells where. */
function refuseExit(code?: number | string | null): never {
  throw new Error(`process.exit(${code ?? ''}) was called while the schema was loading`);
}

async function answer({ bundle, casing }: ReadRequest): Promise<ReadAnswer> {
  try {
    process.exit = refuseExit;
    const modules = (await import(bundle)) as { default: EntryModule[] };
    return { ok: true, result: readSchema(modules.default, casing) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, message, stack: stack ?? '' };
  }
}

// Errors that a schema's own background work throws after loading are not about the schema.
process.on('uncaughtException', () => undefined);
process.on('unhandledRejection', () => undefined);
process.once('disconnect', () => exit(1));
process.once('message', (request: ReadRequest) => {
  // A schema that waits for ever and has nothing left to do ends as Node ends such a program.
  process.channel?.unref();
  process.once('beforeExit', () => exit(13));
  void answer(request).then((reply) => process.send?.(reply, () => exit(0)));
});
