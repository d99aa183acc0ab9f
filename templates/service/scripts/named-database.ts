import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';

/** A database that somebody named instead of the one in `.postgres/`. */
export interface NamedDatabase {
  /** Who names it: `DATABASE_URL in .env`. */
  source: string;
  /** Where it is, without the password that its address may hold. */
  place: string;
  /** Its own name; the variable's where the address does not say it. */
  name: string;
}

const VARIABLES = ['DATABASE_URL', 'DATABASE_URL_FILE'] as const;

/** @returns the variables in the `.env` of a folder; none when there is no such file (a folder may be called `.env`, too) */
export function readEnvFile(folder: string): NodeJS.Dict<string> {
  const file = path.join(folder, '.env');
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return {};
  return parseEnv(readFileSync(file, 'utf8'));
}

/** The database that the shell names, or else `.env`. An empty variable in the shell takes back what `.env` says. */
export function namedDatabase(
  shell: NodeJS.ProcessEnv,
  file: NodeJS.Dict<string>,
): NamedDatabase | undefined {
  for (const variable of VARIABLES) {
    const value = shell[variable] ?? file[variable];
    if (!value) continue;
    const source = `${variable} ${shell[variable] === undefined ? 'in .env' : 'in the environment'}`;
    return { source, ...placeOf(variable, value) };
  }
  return undefined;
}

function placeOf(variable: string, value: string): Pick<NamedDatabase, 'place' | 'name'> {
  if (variable === 'DATABASE_URL_FILE') return { place: `as ${value} says`, name: variable };
  if (!URL.canParse(value)) return { place: 'by an address that is none', name: variable };
  const { host, pathname } = new URL(value);
  return { place: `${host}${pathname}`, name: decodeURIComponent(pathname.slice(1)) || variable };
}
