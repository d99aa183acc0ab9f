import { Questionnaire } from './questionnaire.ts';

const group = 'Running';

/** Flags that say how to run and are no answers: they are never asked about nor written down. */
export const runFlags = new Questionnaire<object>()
  .boolean('yes', { flag: 'yes', short: 'y', help: 'Ask nothing; defaults apply', group })
  .boolean('dryRun', {
    flag: 'dry-run',
    help: 'Show the files and their sizes, write nothing',
    group,
  })
  .boolean('json', {
    flag: 'json',
    help: 'One JSON document on stdout; text for people goes to stderr',
    group,
  })
  .boolean('listExamples', { flag: 'list-examples', help: 'Name the examples and stop', group })
  .boolean('help', { flag: 'help', short: 'h', help: 'Show this text', group })
  .boolean('version', { flag: 'version', short: 'v', help: "Show the kit's version", group });

/** Some of the run flags, by key. */
export function runFlagsNamed(...keys: string[]): typeof runFlags.options {
  return runFlags.options.filter((option) => keys.includes(option.key));
}
