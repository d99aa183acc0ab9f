import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The variables that nothing shows. Of a URL, that is the password in it. */
export const authSecrets = {
  AUTH_SECRET: 'whole',
  AUTH_SECRET_OLD: 'whole',
  MAIL_URL: 'url',
} as const;

/** Characters of AUTH_SECRET: 32 random bytes have 43 in base64. */
export const MIN_SECRET_LENGTH = 43;

/** A random secret of that length has some 30 different characters; in hex it has 16. */
const MIN_DIFFERENT = 12;

/** A piece that comes twice in a row: of random ones, not one in a hundred thousand has that. */
const REPEATED = /(.{6,})\1/;

/** Parts of secrets that stand in manuals, and so in everybody's word list. */
const WELL_KNOWN =
  /secret|passw|change.?me|replace.?me|example|sample|default|your.?key|lorem|test.?key|0123456789|abcdefgh|qwerty/i;

/** @returns what is wrong with a secret, or nothing; never the secret itself */
export function secretMistake(secret: string): string | undefined {
  if (secret.length < MIN_SECRET_LENGTH) {
    return `must have at least ${MIN_SECRET_LENGTH} characters: openssl rand -base64 32`;
  }
  const isPoor = new Set(secret).size < MIN_DIFFERENT || REPEATED.test(secret);
  if (isPoor || WELL_KNOWN.test(secret)) {
    return 'can be guessed: take a random one, openssl rand -base64 32';
  }
  return undefined;
}

/**
 * The secret of a developer's own machine, made at the first start. Kept in a file, so that a restart signs nobody out.
 *
 * @param folder git-ignored
 */
export function developmentSecret(folder: string): string {
  const file = path.join(folder, 'auth-secret');
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
  try {
    // Linked, not written in place: of two processes that start together, neither reads half a secret, and both read the same.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8');
}

/**
 * A key for one purpose. Keys of different purposes tell nothing of each other, so that one secret is enough.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

/** Names a secret without telling it. */
export function secretId(secret: string): string {
  return deriveKey(secret, 'name of the secret').subarray(0, 4).toString('hex');
}

/** For values that are random already, and for keys of limits: what is stored does not tell what was hashed. */
export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
