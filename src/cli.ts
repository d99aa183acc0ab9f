#!/usr/bin/env node
import { basename } from 'node:path';
import type { Command, Outcome } from './commands/command.ts';
import { CANCELLED, endBy, endWith } from './end.ts';
import { KitError } from './errors.ts';
import { kitPackage } from './kit/package.ts';
import { exitCodeOf, failureJson, printFailure } from './report/failure.ts';
import { abortOnSignals, processTerminal, say, type Terminal } from './terminal.ts';

const argv = process.argv.slice(2);
const json = argv.includes('--json');
// Whoever presses Ctrl-C three times does not want to wait until everything is taken back.
const abort = abortOnSignals(endBy);
ignoreClosedPipes();
const ownTerminal = processTerminal(
  { json, yes: argv.some((arg) => /^(?:--yes|-y)$/.test(arg)) },
  abort,
);

const exitCode = await main();
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
if (exitCode === CANCELLED && abort.aborted) endBy(abort.reason as NodeJS.Signals);
else endWith(exitCode);

async function main(): Promise<number> {
  try {
    const outcome = await run(ownTerminal);
    if (json) print(outcome.json);
    return outcome.exitCode;
  } catch (error) {
    if (json) print(failureJson(error));
    printFailure(
      { ...ownTerminal, write: (text) => void process.stderr.write(text) },
      error,
      kitPackage().bugs,
    );
    return exitCodeOf(error);
  }
}

async function run(terminal: Terminal): Promise<Outcome> {
  const { command, args } = await commandOf(argv);
  const { parseFlags } = await import('./ask/flags.ts');
  const flags = parseFlags(args, command.options, command.positionals);
  const { name, version } = kitPackage();
  if (flags.values['version']) {
    say(terminal, version);
    return { exitCode: 0, json: { name, version } };
  }
  if (flags.values['help']) {
    const { helpText } = await import('./report/help.ts');
    const program = basename(process.argv[1] ?? name).replace(/\.[cm]?[jt]s$/, '');
    terminal.write(helpText(program === 'cli' ? name : program, await helpPage(command)));
    return { exitCode: 0, json: { name, version, command: command.name } };
  }
  const runCommand = await command.load();
  return runCommand(flags, terminal);
}

/** `create` unless another command is named; `help [command]` is the command with `--help`. */
async function commandOf(args: string[]): Promise<{ command: Command; args: string[] }> {
  const { commands, create } = await import('./commands/index.ts');
  const [first, ...rest] = args;
  if (first === 'help') {
    const named = commands.find((command) => command.name === (rest[0] ?? 'create'));
    if (named) return { command: named, args: ['--help'] };
    throw new KitError('UNKNOWN_COMMAND', `There is no command "${rest[0]}".`, 'See --help.');
  }
  const command = commands.find(({ name }) => name === first);
  return command ? { command, args: rest } : { command: create, args };
}

async function helpPage(command: Command): Promise<Command> {
  const { commands, create } = await import('./commands/index.ts');
  if (command !== create) return command;
  const others = commands.filter((other) => other !== create);
  return { ...command, commands: others.map(({ name, about }) => [name, about]) };
}

function print(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Waits until a pipe has taken all that was written, or nobody reads from it any more. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve());
  });
}

/** `... | head` closes the pipe early, which is no failure. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
