import { format } from 'oxfmt';
import { KitError } from '../errors.ts';

/** The formatter's settings of every service: those of `templates/service/_oxfmtrc.json`. */
export type FormatSettings = Parameters<typeof format>[2];

/** What the formatter looks at in a service: migrations, which are drizzle-kit's, it leaves alone. */
const FORMATTED = /\.[cm]?tsx?$|^(?!drizzle\/).*\.json$/;

/** A chain of calls that ends in an object takes two rounds; a text that is still not at rest after these never will be. */
const MOST_ROUNDS = 5;

/**
 * Formats a file of the service in memory, so that what is compared, snapshotted and written is what the service's own
 * `npm run format` would leave alone: until nothing changes any more, as one round of the formatter is not always enough.
 *
 * @param path decides the language; files that are neither TypeScript nor JSON are returned as they are
 * @throws KitError naming the file when it does not parse
 */
export async function formatFile(
  path: string,
  content: string,
  settings: FormatSettings,
): Promise<string> {
  if (!FORMATTED.test(path)) return content;
  let text = content;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const formatted = await formatOnce(path, text, settings);
    if (formatted === text) break;
    text = formatted;
  }
  return text;
}

async function formatOnce(
  path: string,
  content: string,
  settings: FormatSettings,
): Promise<string> {
  const { code, errors } = await format(path, content, settings);
  const [error] = errors;
  if (error) {
    throw new KitError(
      'FORMAT_FAILED',
      `${path} as it was generated does not parse: ${error.message}`,
      'If the file comes from your schema, look at the syntax there. Otherwise this is a fault of the kit: please report it.',
    );
  }
  return code;
}
