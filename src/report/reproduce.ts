import { basename, isAbsolute, relative, sep } from 'node:path';
import { kitOrigin } from '../kit/origin.ts';
import { kitPackage, type KitReference, packageRoot, tarballPath } from '../kit/package.ts';
import { type Answers, createOptions } from '../ask/questions.ts';
import type { AnswerValue, AnyAnswers, Option } from '../ask/questionnaire.ts';

/**
 * The command that gives the same answers without being asked: every flag whose answer is not its default. A password in
 * a database URL is left out, because the command ends up in shell histories and in the manifest.
 */
export function reproduceCommand(program: string, answers: Answers, cwd: string): string {
  const given = answers as unknown as AnyAnswers;
  const flags = createOptions.flatMap((option) => flagsOf(option, given, cwd));
  return [program, shellQuoted(relativePath(answers.dir, cwd)), ...flags, '--yes'].join(' ');
}

/** How to call the kit again: by name and version when it is in a registry, else by its own file. */
export function programName(cwd: string): string {
  const { name, version, entry } = kitPackage();
  const root = packageRoot();
  if (kitOrigin(root, name, version) === 'registry') return `npx ${name}@${version}`;
  const script = process.argv[1] ?? '';
  const isLinked = basename(script) !== basename(entry);
  return isLinked ? basename(script) : `node ${shellQuoted(relativePath(script, cwd))}`;
}

/**
 * How the manifest calls the kit: by name and version where a registry has it, else as the package that travels inside the
 * service. Without a path of this machine.
 * @param folder the service's, seen from where the command is run
 */
export function portableProgramName(kit: KitReference, folder: string): string {
  if (!kit.tarball) return `npx ${kit.name}@${kit.version}`;
  const packed = shellQuoted(`./${folder}/${tarballPath(kit)}`);
  return `npx --yes --package ${packed} ${kitPackage().program}`;
}

/** Quotes an argument for POSIX shells, where it needs it. */
export function shellQuoted(argument: string): string {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** A database URL without its password; the driver then takes it from PGPASSWORD. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (!parsed.password && !parsed.searchParams.has('password')) return url;
  parsed.password = '';
  parsed.searchParams.delete('password');
  return parsed.href;
}

/** A path as seen from the working folder; relative, so that it names no folder of this machine above it. */
export function relativePath(path: string, cwd: string): string {
  const seen = isAbsolute(path) ? relative(cwd, path) || '.' : path;
  return sep === '\\' ? seen.replaceAll('\\', '/') : seen;
}

function flagsOf(option: Option, answers: AnyAnswers, cwd: string): string[] {
  const { flag, key, type } = option;
  const value = answers[key];
  if (flag === null || value === undefined || (option.when && !option.when(answers))) return [];
  const fallback = option.default?.(answers, { cwd, env: {}, tables: [] });
  if (isSame(value, fallback)) return [];
  if (type === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
  if (Array.isArray(value)) return listFlags(key, flag, value, cwd);
  const text = key === 'fromDb' ? withoutPassword(String(value)) : String(value);
  return [`--${flag}`, shellQuoted(text)];
}

function listFlags(key: string, flag: string, values: string[], cwd: string): string[] {
  if (key !== 'schema')
    return values.length > 0 ? [`--${flag}`, shellQuoted(values.join(','))] : [];
  return values.flatMap((path) => [`--${flag}`, shellQuoted(relativePath(path, cwd))]);
}

function isSame(a: AnswerValue, b: AnswerValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
