/**
 * What this service promises, by requirement of OWASP ASVS 5.0, in short; the full text is at https://asvs.dev. For each there
 * is a test whose name ends in its number: `[ASVS 9.1.1]`. Passwords, sessions and their end are the identity provider's.
 */
export const promised: Readonly<Record<string, string>> = {
  '3.4.2': 'Other origins are allowed by a list.',
  '3.5.2': 'What relies on a preflight can not be called without one.',
  '3.5.3': 'Nothing is changed by GET, HEAD or OPTIONS.',
  '6.4.2': 'There are no hints and no secret questions.',
  '7.2.1': 'Tokens are checked by the service.',
  '8.2.1': 'Routes are closed to whoever may not call them.',
  '8.2.2': 'Rows are read and written by those alone who may.',
  '8.3.1': 'Who may do what is decided by the service.',
  '9.1.1': "A token's signature is checked before it is believed.",
  '9.1.2':
    'Algorithms are taken from a list of those with key pairs, and the token does not choose.',
  '9.1.3':
    "Keys are the issuer's, from where the configuration says, and none that the token brings.",
  '9.2.1': 'A token is taken within its time only.',
  '9.2.2': 'A token of another kind is no access token.',
  '9.2.3': 'A token for another audience is refused.',
  '13.4.2': 'Nothing for debugging is on in production.',
  '13.4.5': 'Documentation is not served unless it is meant to be.',
  '15.3.1': 'Answers hold the fields that they name, and no more.',
  '15.3.3': 'Fields that are not named are refused.',
  '16.2.5': 'The log holds no passwords, tokens or addresses.',
  '16.3.2': 'Refusals are logged.',
  '16.5.1': 'An error that nobody foresaw says nothing of the inside.',
  '16.5.2': 'The service goes on as far as it can while the issuer or the database is away.',
  '16.5.3': 'What can not be checked is refused.',
  '16.5.4': 'An error that nobody caught is logged and answered.',
};

/** What one may look for here, and why it is not promised. */
export const notPromised: Readonly<Record<string, string>> = {
  '6 and 7': 'Accounts, passwords, second factors and sessions are those of the identity provider.',
  '7.4.1': 'A token that the issuer revokes is taken until it is over: let it make short ones.',
  '8.2.3': 'Whoever may read a row reads all of its fields that are sent at all.',
  '10.4.5 by DPoP':
    'Tokens are not bound to a key of the client: whoever has one can use it until it is over.',
  '13.3.1':
    'Secrets come from variables or files (`*_FILE`); which vault puts them there is yours.',
};
