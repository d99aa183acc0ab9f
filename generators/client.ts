import type { NodePlopAPI } from 'plop';
import { addClient } from '../src/commands/add/client.ts';
import { add } from '../src/commands/index.ts';
import { generatorFlags, generatorHelp, plopTerminal, stopSpinner, told } from '../src/plop.ts';
import { openService } from '../src/service/open.ts';

/** `plop client`: what `backend-kit add client` does, with the same name and questions. */
export function client(plop: NodePlopAPI): void {
  const act = async (): Promise<string> => {
    await stopSpinner();
    const { values, positionals } = generatorFlags('client', add);
    const flags = { values, positionals: ['client', ...positionals] };
    const terminal = plopTerminal(plop.getPlopfilePath(), flags);
    if (values['help']) return generatorHelp(terminal, 'client', add);
    const service = await openService(terminal.cwd, terminal);
    const { exitCode } = await addClient(service, flags, terminal);
    if (exitCode !== 0) throw new Error('Not everything was done: see above.');
    return 'Done.';
  };
  const description = 'Add a client of another service';
  plop.setGenerator('client', { description, prompts: [], actions: [() => told(act)] });
}
