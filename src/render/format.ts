import { format } from 'oxfmt';
import { KitError } from '../errors.ts';

/** The formatter's settings of every service: those of `templates/service/_oxfmtrc.json`. */
export type FormatSettings = Parameters<typeof format>[2];

/**
 * Formats a file of the service in memory, so that what is compared, snapshotted and written is what the service's own
 * `npm run format` would leave alone.
 *
 * @param path decides the language; files that are not TypeScript are returned as they are
 * @throws KitError naming the file when it does not parse
 */
export async function formatFile(
  path: string,
  content: string,
  settings: FormatSettings,
): Promise<string> {
  if (!/\.[cm]?tsx?$/.test(path)) return content;
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
