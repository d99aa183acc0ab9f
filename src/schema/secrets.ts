import { splitWords } from '../words.ts';
import type { Column, Table } from './table.ts';

/** Names that are a secret by themselves, as words. */
const SECRETS = [
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'salt',
  'otp',
  'totp',
  'jwt',
  'credential',
  'credentials',
  'pin code',
  'api key',
  'apikey',
  'private key',
  'secret key',
  'access key',
  'encryption key',
  'signing key',
  'license key',
  'ssh key',
  'auth key',
  'client secret',
  'recovery code',
  'recovery codes',
  'backup code',
  'backup codes',
  'verification code',
  'reset code',
  'webhook secret',
  'cookie',
];

/** Last words that turn a secret's name into a fact about it: `password_changed_at`, `token_count`. */
const FACTS = new Set(
  `at on by count counts used limit limits expires expiry expiration expired ttl age length type types kind name names
  id ids url uri version enabled disabled required status usage budget cost price total max min attempts changed reset
  verified set hint date time policy strength algorithm algo format prefix scope scopes endpoint provider`.split(
    /\s+/,
  ),
);

/** First words that make a number of it: `has_password`, `total_tokens`. */
const ASKING = new Set([
  'is',
  'has',
  'needs',
  'requires',
  'num',
  'number',
  'max',
  'min',
  'total',
  'count',
]);

/** Addresses that mostly have a password in them. */
const WITH_PASSWORD =
  /\b(connection (string|uri|url)|(database|db|postgres|postgresql|mysql|mongo|mongodb|redis) (uri|url))$/;

/**
 * Whether a column's name says that its value must not leave the server: passwords, hashes, tokens, keys. Takes camel and
 * snake case. Facts about a secret (`token_expires_at`, `has_password`, `tokens_used`) and words that only contain one
 * (`secretary`, `hashtag`) are not secret.
 */
export function looksSecret(columnName: string): boolean {
  const words = splitWords(columnName);
  const last = words.at(-1) ?? '';
  if (WITH_PASSWORD.test(words.join(' '))) return true;
  if (words.length === 0 || FACTS.has(last) || ASKING.has(words[0] ?? '')) return false;
  if (last === 'hash' || last === 'hashed') return true;
  const text = ` ${words.join(' ')} `;
  return SECRETS.some((secret) => text.includes(` ${secret} `) || text.endsWith(` ${secret}s `));
}

/** Kinds of which no more can be said than how many there are. */
const NUMBERS: ReadonlySet<Column['kind']> = new Set(['integer', 'bigint', 'float', 'decimal']);

/**
 * Whether a column's value must not leave the server. A yes or no about a secret (`canAccessSshKeys`) gives nothing away, and
 * neither does how many tokens a model was given (`inputTokens`); a single number may well be one (`otp`).
 */
export function isSecretColumn({ key, kind }: Pick<Column, 'key' | 'kind'>): boolean {
  const isCount = NUMBERS.has(kind) && splitWords(key).at(-1) === 'tokens';
  return kind !== 'boolean' && !isCount && looksSecret(key);
}

/** Last words of a column that holds what its table is called after: `value` and `config_value` of a table of secrets. */
const VALUES = new Set(['value', 'values', 'data', 'content', 'payload', 'ciphertext']);

/** The same of a table of databases, which say where they are and how to get in. */
const ADDRESSES = new Set(['url', 'uri']);
const DATABASES = /\b((db|database|data source|datasource) connections?|data ?sources?)$/;

/** Tables of people and cards, whose `pin` lets somebody in; that of an address says where it is. */
const WITH_PIN =
  /\b(user|account|member|employee|staff|operator|driver|cashier|person|people|customer|card|device)s?$/;

/** Whether a column's value must not leave the server: for its own name, or for what its table is of. */
export function isSecretIn({ name }: Pick<Table, 'name'>): typeof isSecretColumn {
  const isOfSecrets = looksSecret(name);
  const words = splitWords(name).join(' ');
  const isOfDatabases = DATABASES.test(words);
  const hasPin = WITH_PIN.test(words);
  const holdsIt = (last: string) =>
    (isOfSecrets && VALUES.has(last)) ||
    (isOfDatabases && ADDRESSES.has(last)) ||
    (hasPin && last === 'pin');
  return (column) =>
    isSecretColumn(column) ||
    (column.kind !== 'boolean' && holdsIt(splitWords(column.key).at(-1) ?? ''));
}
