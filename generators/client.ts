import type { NodePlopAPI } from 'plop';
import { addClient } from '../src/commands/add/client.ts';
import { client as command } from '../src/commands/index.ts';
import { generatorFlags, generatorHelp, plopTerminal, stopSpinner, told } from '../src/plop.ts';
import { openService } from '../src/service/open.ts';

/** `plop client`: what `backend-kit add client` does, with the same name and question. */
export function client(plop: NodePlopAPI): void {
  const act = async (): Promise<string> => {
    await stopSpinner();
    const { values, positionals } = generatorFlags('client', command);
    const flags = { values, positionals: ['client', ...positionals] };
    const terminal = plopTerminal(plop.getPlopfilePath(), flags);
    if (values['help']) return generatorHelp(terminal, 'client', command);
    const service = await openService(terminal.cwd, terminal);
    const { exitCode } = await addClient(service, flags, terminal);
    if (exitCode !== 0) throw new Error('Not everything was done: see above.');
    return 'Done.';
  };
  // plop refuses the arguments of a generator whose prompts are a list.
  const prompts = async () => ({});
  plop.setGenerator('client', { description: command.about, prompts, actions: [() => told(act)] });
}
