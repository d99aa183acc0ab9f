import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A test whose name says which requirements it is about. */
export interface Claim {
  ids: string[];
  file: string;
  /** With what is described around it, and without the numbers. */
  name: string;
}

/** A string that ends in `[ASVS 6.2.1, 6.2.4]`, in quotes of any kind. */
const NAME =
  /(?<quote>['"`])(?<name>(?:\\.|(?!\k<quote>)[^\\\n])*?) ?\[ASVS (?<ids>[\d., ]+)\]\k<quote>/g;

/** @returns what the service's tests say of themselves, in the order of their files */
export function readClaims(root: string): Claim[] {
  return ['src', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
      .filter((file) => file.endsWith('.test.ts'))
      .toSorted()
      .flatMap((file) => claimsIn(file, readFileSync(path.join(root, file), 'utf8'))),
  );
}

/** @throws when a number does not stand at the end of a name: nobody would miss it on the page */
export function claimsIn(file: string, text: string): Claim[] {
  const found = [...text.matchAll(NAME)];
  const numbers = text.match(/\[ASVS \d/g) ?? [];
  if (numbers.length !== found.length) {
    throw new Error(`${file}: the number of a requirement stands at the end of a test's name.`);
  }
  return found.map(({ index, groups = {} }) => ({
    ids: (groups['ids'] ?? '').split(',').map((id) => id.trim()),
    file,
    name: described(text.slice(0, index)) + (groups['name'] ?? '').replaceAll(/\\(.)/g, '$1'),
  }));
}

/** What the test at the end of the text is within, if anything. */
function described(before: string): string {
  const [name] = /^describe\('.*?'(?![^]*^\}\);)/m.exec(before) ?? [];
  return name === undefined ? '' : `${name.slice("describe('".length, -1)}: `;
}
