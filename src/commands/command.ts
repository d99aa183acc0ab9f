import type { Flags } from '../ask/flags.ts';
import type { Option } from '../ask/questionnaire.ts';
import type { HelpPage } from '../report/help.ts';
import type { Terminal } from '../terminal.ts';

/** What a command leaves behind for the command line's entry. */
export interface Outcome {
  exitCode: number;
  /** The document that `--json` prints. */
  json: unknown;
}

export type RunCommand = (flags: Flags, terminal: Terminal) => Promise<Outcome>;

export interface Command extends HelpPage {
  name: string;
  options: readonly Option[];
  /** How many arguments without a flag it takes. */
  positionals: number;
  /** Loads the code, so that showing help costs nothing of it. */
  load: () => Promise<RunCommand>;
}
