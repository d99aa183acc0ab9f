import { describe, expect, it } from 'vitest';
import { resourcesOf, serviceModel } from '../../../src/model/service.ts';
import { column, schemaOf, table } from '../schema/helpers.ts';

const called = (name: string, ...keys: string[]) =>
  table(name, { columns: keys.map((key) => column(key)) });

const schema = schemaOf(
  called('users', 'name'),
  called('session', 'token', 'userId'),
  called('account', 'providerId', 'accountId', 'accessToken'),
  called('verification', 'identifier', 'value'),
);

const served = (choice: Parameters<typeof serviceModel>[1]) =>
  resourcesOf(serviceModel(schema, choice)).map(({ table: { name } }) => name);

describe('tables in which a library keeps sign-in', () => {
  it('have no routes, and that is said', () => {
    expect(served({})).toEqual(['users']);
    const { notices } = serviceModel(schema);
    const subjects = notices
      .filter(({ message }) => message.includes('sign-in'))
      .map(({ subject }) => subject);
    expect(subjects).toEqual(['session', 'account', 'verification']);
  });

  it('are not spoken of where nobody expected them to have any', () => {
    const { notices } = serviceModel(schema, { skipTables: ['session', 'account'] });
    expect(notices.filter(({ message }) => message.includes('sign-in'))).toHaveLength(1);
    expect(serviceModel(schema, { tables: ['users'] }).notices).toEqual([]);
  });

  it.each([
    ['tables', { tables: ['users', 'session'] }],
    ['what a service has already', { named: ['public.users', 'public.session'] }],
    ['those that are only read', { readOnly: ['session'] }],
    ['those that are only added to', { appendOnly: ['session'] }],
    ['those with a path of their own', { paths: ['session=logins'] }],
  ])('have routes when they are named among %s', (_, choice) => {
    expect(served(choice)).toEqual(['users', 'session']);
  });
});

it.each([
  ['authenticator', ['credentialId', 'counter'], true],
  ['verification_tokens', ['identifier', 'token', 'expires'], true],
  ['password_reset_tokens', ['tokenHash'], true],
  ['user_sessions', ['expiresAt'], true],
  ['oauth_clients', ['clientSecret'], true],
  ['auth_sessions', ['userId', 'notAfter'], true],
  ['sessions', ['ipAddress', 'userAgent'], true],
  ['device_auth_codes', ['deviceCode', 'userCode'], true],
  ['identities', ['provider', 'providerId', 'identityData'], true],
  ['user_identities', ['userId', 'provider', 'externalId', 'handle'], true],
  ['sso_provider', ['issuer', 'oidcConfig', 'samlConfig'], true],
  ['scim_providers', ['scimToken'], true],
  ['accounts', ['provider', 'providerAccountId', 'accessToken'], true],
  ['otp_challenges', ['phone', 'codeHash', 'expiresAt'], true],
  ['email_challenges', ['userId', 'codeHash'], true],
  ['login_codes', ['code', 'expiresAt'], true],
  // What people solve, and how countries are called.
  ['challenges', ['title', 'code'], false],
  ['phone_codes', ['country', 'code'], false],
  // How a club is paid.
  ['payment_accounts', ['provider', 'externalAccountId', 'encryptedCredentials'], false],
  // A course has sessions too, and a bank accounts.
  ['sessions', ['startsAt', 'room'], false],
  ['accounts', ['name', 'balance'], false],
  ['identities', ['name', 'species'], false],
  ['api_keys', ['prefix', 'keyHash'], false],
])('%s with %j holds sign-in: %s', (name, keys, expected) => {
  const of = schemaOf(called(name, ...keys));
  expect(resourcesOf(serviceModel(of)).length === 0).toBe(expected);
});
