import type { Removal } from './removal.ts';

/** What other services answer. */
export const exchanges: Removal[] = [
  {
    promise: 'a field of an answer keeps its name, whatever names were parsed before',
    file: 'src/clients/exchange.ts',
    from: 'return parseJson(',
    to: 'return JSON.parse(',
    tests: ['src/clients/upstream'],
  },
  {
    promise: 'only a 503 may ask for time among the failures of the other side',
    file: 'src/clients/exchange.ts',
    from: "failure === 'limited' || status === 503",
    to: 'true',
    tests: ['src/clients/upstream'],
  },
  {
    promise: 'a redirect is not followed',
    file: 'src/clients/exchange.ts',
    from: ", redirect: 'manual'",
    to: '',
    tests: ['src/clients/upstream'],
  },
  {
    promise: 'an answer is bounded where its length is not said',
    file: 'src/clients/exchange.ts',
    from: '    if (size > MAX_BYTES) return undefined;\n',
    to: '',
    tests: ['src/clients/upstream'],
  },
  {
    promise: 'an answer is text',
    file: 'src/clients/exchange.ts',
    from: '{ fatal: true }',
    to: '{ fatal: false }',
    tests: ['src/clients/upstream'],
  },
  {
    promise: 'an answer has the shape that was agreed on',
    file: 'src/clients/exchange.ts',
    from: 'if (checked.success) return checked.data;',
    to: 'return parsed(bytes) as Answer;',
    tests: ['src/clients/upstream'],
  },
  {
    promise: 'errors hold no values of an answer',
    file: 'src/clients/exchange.ts',
    from: "  throw broken(`answered what was not agreed on (${places.slice(0, 5).join(', ')})`);",
    to: '  throw broken(`answered ${bytes.toString()} ${places.length}`);',
    tests: ['src/clients/upstream'],
  },
  {
    promise: 'an answer that is said to be huge is not read',
    file: 'src/clients/exchange.ts',
    from: "if (Number(headers.get('content-length')) > MAX_BYTES) {",
    to: 'if (!headers) {',
    tests: ['src/clients/upstream'],
  },
];
