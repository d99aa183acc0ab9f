import type { Removal } from './removal.ts';

/** What is sent is what is stored, and what is too much is refused before it costs anything. */
export const truth: Removal[] = [
  {
    promise: 'a merge patch changes only what it names',
    file: 'src/http/merge-patch.ts',
    from: 'if (!isMergePatch(request)) return request.body;',
    to: 'if (request) return request.body;',
    tests: ['test/merge-patch'],
  },
  {
    promise: 'a merge patch loses no write of others',
    file: 'src/db/merge-patch.ts',
    from: 'where ${where} for update`',
    to: 'where ${where}`',
    tests: ['src/db/merge-patch'],
  },
  {
    promise: 'values of a body are counted before it is parsed',
    file: 'src/http/body.ts',
    from: 'if (holdsAtMost(text, max)) return null;',
    to: 'if (max) return null;',
    tests: ['test/problems'],
  },
  {
    promise: 'lists of a body are measured before their elements are looked at',
    file: 'src/http/validator.ts',
    from: 'if (tooLong) return { error: tooLong };',
    to: '',
    tests: ['test/problems'],
  },
  {
    promise: 'numbers that JavaScript would round are refused',
    file: 'src/http/body-values.ts',
    from: 'if (!SUSPICIOUS.test(text)) return null;',
    to: 'if (text) return null;',
    tests: ['test/problems'],
  },
  {
    promise: 'a release that sends another field sends another ETag',
    file: 'src/http/preconditions.ts',
    from: '"${version}-${shapeOf(response)}"',
    to: '"${version}"',
    tests: ['src/http/preconditions'],
  },
  {
    promise: 'an include that is cut says so',
    file: 'src/db/includes.ts',
    from: 'MAX_INCLUDED + 1 : 1',
    to: 'MAX_INCLUDED : 1',
    tests: ['src/db/includes'],
  },
];
