import { examples } from '../../kit/examples.ts';
import { say, type Terminal } from '../../terminal.ts';
import type { RunCommand } from '../command.ts';
import type { Person } from '../../ask/conversation.ts';
import { type Prepared, prepare } from './answers.ts';

/**
 * `create`: from answers and a schema to a service in its folder. Nothing is written before the person has seen it all. What plans and
 * writes is loaded while a process of its own reads the schema.
 */
export const create: RunCommand = async (flags, terminal) => {
  if (flags.values['list-examples']) return listExamples(terminal);
  const dryRun = flags.values['dry-run'] === true;
  const show = async (prepared: Prepared, person: Person) => {
    const { agree } = await import('./agree.ts');
    return agree(prepared, { terminal, person, dryRun });
  };
  const agreed = await prepare(flags, terminal, show, loadRest);
  const { carryOut } = await import('./carry-out.ts');
  return carryOut(agreed, { terminal, dryRun });
};

const loadRest = () => Promise.all([import('./agree.ts'), import('../../plan/service.ts')]);

function listExamples(terminal: Terminal): ReturnType<RunCommand> {
  const list = examples().map(({ name, about }) => ({ name, about }));
  for (const { name, about } of list)
    say(terminal, `${terminal.paint('bold', name.padEnd(6))} ${about}`);
  return Promise.resolve({ exitCode: 0, json: { examples: list } });
}
