import type { Command } from './commands/command.ts';
import { endBy } from './end.ts';
import { KitError } from './errors.ts';
import { type Flags, parseFlags } from './ask/flags.ts';
import type { Option } from './ask/questionnaire.ts';
import { exitCodeOf } from './report/failure.ts';
import { helpText } from './report/help.ts';
import { abortOnSignals, Cancelled, processTerminal, type Terminal } from './terminal.ts';

/**
 * The arguments behind a generator's name. plop hands none to a generator whose prompts are a function, and asks for `--`
 * before flags; here it makes no difference.
 */
export function generatorArguments(generator: string, argv = process.argv.slice(2)): string[] {
  const at = argv.indexOf(generator);
  const from = at === -1 ? argv.indexOf('--') : at;
  const args = from === -1 ? [] : argv.slice(from + 1);
  const dashes = args.indexOf('--');
  return dashes === -1 ? args : args.toSpliced(dashes, 1);
}

/** The terminal of a generator that works in a service's folder, wherever plop was called. */
export function plopTerminal(folder: string, { values }: Flags): Terminal {
  const yes = values['yes'] === true;
  const signal = abortOnSignals(endBy);
  return { ...processTerminal({ json: false, yes }, signal), cwd: folder };
}

/**
 * Stops plop's spinner, which draws over what an action writes and ends the process on Ctrl-C, be it in the middle of
 * writing. plop starts it anew after the action.
 */
export async function stopSpinner(): Promise<void> {
  const plop = (await import('plop')) as unknown as { progressSpinner?: { stop(): unknown } };
  plop.progressSpinner?.stop();
}

/** The flags of a generator that takes what a command takes. */
export function generatorFlags(generator: string, command: Command): Flags {
  const args = generatorArguments(generator);
  return parseFlags(args, generatorOptions(command), command.positionals);
}

/** A command's options without those about the command line itself. */
function generatorOptions({ options }: Command): readonly Option[] {
  return options.filter(({ key }) => key !== 'json' && key !== 'version');
}

/** Shows what a generator takes, which is what a command takes; returns what plop is to print behind it. */
export function generatorHelp(terminal: Terminal, generator: string, command: Command): string {
  const withoutName = (text: string) => text.replace(new RegExp(`^${command.name} ?`), '');
  const page = {
    ...command,
    usage: withoutName(command.usage),
    options: generatorOptions(command),
    examples: (command.examples ?? []).map(withoutName).filter((example) => example !== ''),
  };
  terminal.write(`${helpText(`plop ${generator}`, page)}\n`);
  return 'Nothing was done.';
}

/**
 * Runs one of a generator's functions; plop prints an error's message, so the hint has to be in it. To plop, whoever
 * cancels has met an error; here it ends as the command does.
 */
export async function told<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Cancelled) {
      process.stderr.write(`${error.message}\n`);
      process.exit(exitCodeOf(error));
    }
    if (error instanceof KitError && error.hint) {
      throw new Error(`${error.message}\n${error.hint}`, { cause: error });
    }
    throw error;
  }
}
