import type { NodePlopAPI } from 'plop';
import { type Agreed, agreeOnAddition, carryOut } from '../src/commands/add/run.ts';
import { openService } from '../src/service/open.ts';
import { add } from '../src/commands/index.ts';
import { generatorFlags, generatorHelp, plopTerminal, stopSpinner, told } from '../src/plop.ts';
import type { Terminal } from '../src/terminal.ts';

interface Collected {
  terminal: Terminal;
  /** Undefined where only help is wanted. */
  agreed?: Agreed;
}

/** `plop resource`: what `backend-kit add` does, with the same arguments and questions. */
export function resource(plop: NodePlopAPI): void {
  const collect = async (): Promise<Collected> => {
    const flags = generatorFlags('resource', add);
    const terminal = plopTerminal(plop.getPlopfilePath(), flags);
    if (flags.values['help']) return { terminal };
    const service = await openService(terminal.cwd, terminal);
    return { terminal, agreed: await agreeOnAddition(service, flags, terminal) };
  };
  const act = async ({ terminal, agreed }: Collected): Promise<string> => {
    await stopSpinner();
    if (!agreed) return generatorHelp(terminal, 'resource', add);
    const { exitCode } = await carryOut(agreed, terminal);
    if (exitCode !== 0) throw new Error('Not everything was done: see above.');
    return 'Done.';
  };
  const actions = [(answers: object) => told(() => act(answers as Collected))];
  plop.setGenerator('resource', { description: add.about, prompts: () => told(collect), actions });
}
