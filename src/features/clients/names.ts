import { isReservedWord } from '../../identifiers.ts';
import { camelCase, capitalize } from '../../words.ts';

/** What a client is called, wherever it is. */
export interface ClientNames {
  /** Its folder, and what logs call the other service: `tax-office`. */
  kebab: string;
  /** `taxOffice`: of `app.clients` and of the configuration. */
  camel: string;
  /** `TaxOffice` */
  pascal: string;
  /** `TAX_OFFICE`: how its variables begin. */
  constant: string;
}

export function clientNames(kebab: string): ClientNames {
  const words = kebab.split('-');
  const camel = camelCase(words);
  const constant = words.join('_').toUpperCase();
  return { kebab, camel, pascal: capitalize(camel), constant };
}

/** The files beside the folders of clients, and what a client itself is made with. */
const OWN = new Set([
  'index',
  'upstream',
  'request',
  'exchange',
  'failures',
  'problem',
  'fetch',
  'clients',
]);

/** How variables of the service begin that a client's could meet. */
const VARIABLES =
  /^(?:auth|database|mail|idempotency)(?:-|$)|^(?:headers|request|idle-socket|keep-alive|shutdown)$/;

/** @returns what is wrong with the name of a client, as a sentence; undefined when it is fine */
export function clientNameProblem(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(name) || name.length > 40) {
    return `"${name}" is no name of a client: small Latin letters and digits, words with hyphens between them, as in tax-office.`;
  }
  const { camel } = clientNames(name);
  if (OWN.has(name) || isReservedWord(camel)) {
    return `A client can't be called ${name}: that is a word of the language or of the service. Name it after the service that it calls.`;
  }
  return VARIABLES.test(name)
    ? `A client can't be called ${name}: the service has variables that begin so. Name it after the service that it calls.`
    : undefined;
}
