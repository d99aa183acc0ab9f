import type { Option } from '../ask/questionnaire.ts';
import { wrap } from '../terminal.ts';
import { groupBy } from '../group.ts';

export interface HelpPage {
  /** What follows the program's name, e.g. `[dir] [options]`. */
  usage: string;
  about: string;
  /** Other commands and what they do. */
  commands?: [name: string, about: string][];
  options: readonly Option[];
  examples?: string[];
}

const width = 100;

/** The help text of a command, built from its options. */
export function helpText(program: string, page: HelpPage): string {
  const sections = [page.about, `Usage\n  ${program} ${page.usage}`];
  if (page.commands) sections.push(section('Commands', page.commands));
  const flags = page.options.filter((option) => option.flag !== null);
  for (const [group, options] of groupBy(flags, (option) => option.group)) {
    sections.push(
      section(
        group,
        options.map((option) => [flagText(option), option.help]),
      ),
    );
  }
  if (page.examples) {
    sections.push(`Examples\n${page.examples.map((line) => `  ${program} ${line}`).join('\n')}`);
  }
  return `${sections.join('\n\n')}\n`;
}

/** `-y, --yes`, `--no-install` for what is on by default, `--pm <npm|pnpm>` for a choice. */
function flagText(option: Option): string {
  const on = option.type === 'boolean' && isOnByDefault(option);
  const name = on ? `--no-${option.flag}` : `--${option.flag}`;
  const short = option.short ? `-${option.short}, ` : '';
  const choices = option.choices.map((choice) => choice.value).join('|');
  const value = option.value ?? (choices ? `<${choices}>` : '');
  return `${short}${name}${value ? ` ${value}` : ''}`;
}

function isOnByDefault(option: Option): boolean {
  return option.default?.({}, { cwd: '', env: {}, tables: [] }) === true;
}

function section(title: string, rows: [string, string][]): string {
  const column = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrap(right, width - column - 4);
    const indent = ' '.repeat(column + 4);
    return [`  ${left.padEnd(column)}  ${first}`, ...more.map((line) => indent + line)];
  });
  return `${title}\n${lines.join('\n')}`;
}
