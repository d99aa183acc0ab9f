import { expect, test } from 'vitest';
import { isSecretColumn, isSecretIn, looksSecret } from '../../../src/schema/secrets.ts';

test.each([
  'password',
  'passwd',
  'hashedPassword',
  'password_hash',
  'tokenHash',
  'token',
  'accessToken',
  'refresh_token',
  'API_KEY',
  'apiKey',
  'apikey',
  'clientSecret',
  'secret',
  'salt',
  'otp',
  'totpSecret',
  'privateKey',
  'private_key_pem',
  'sshKey',
  'backup_codes',
  'webhookSecret',
  'tokens',
  'connectionString',
  'database_url',
  'redisUri',
])('%s is a secret', (name) => {
  expect(looksSecret(name)).toBe(true);
});

test.each([
  'tokens_used',
  'secretary',
  'passwordChangedAt',
  'password_changed_at',
  'token_count',
  'hashtag',
  'tokenExpiresAt',
  'access_token_expires_at',
  'tokenType',
  'hasPassword',
  'passport',
  'compass',
  'publicKey',
  'key',
  'total_tokens',
  'max_tokens',
  'tokenName',
  'saltwater',
  'connection_id',
  'databaseName',
  'avatarUrl',
  'id',
  '',
])('%s is none', (name) => {
  expect(looksSecret(name)).toBe(false);
});

test.each([
  ['canAccessSshKeys', 'boolean', false],
  ['inputTokens', 'integer', false],
  ['tokens', 'bigint', false],
  ['tokens', 'json', true],
  ['inputTokens', 'text', true],
  ['token', 'integer', true],
  ['otp', 'integer', true],
] as const)('a column %s of kind %s is a secret: %s', (key, kind, expected) => {
  expect(isSecretColumn({ key, kind })).toBe(expected);
});

test.each([
  ['Secret', 'value', 'text', true],
  ['workspace_secrets', 'configValue', 'json', true],
  ['Secret', 'name', 'text', false],
  ['Secret', 'hasValue', 'boolean', false],
  ['settings', 'value', 'text', false],
  ['settings', 'password', 'text', true],
  ['db_connections', 'url', 'text', true],
  ['DatabaseConnection', 'connectionUri', 'text', true],
  ['data_sources', 'url', 'text', true],
  ['db_connections', 'name', 'text', false],
  ['connections', 'url', 'text', false],
  ['users', 'pin', 'text', true],
  ['staff_members', 'pin', 'integer', true],
  ['gift_cards', 'pin', 'text', true],
  ['users', 'pinChangedAt', 'text', false],
  ['addresses', 'pin', 'text', false],
] as const)(
  'in the table %s, a column %s of kind %s is a secret: %s',
  (name, key, kind, expected) => {
    expect(isSecretIn({ name })({ key, kind })).toBe(expected);
  },
);
