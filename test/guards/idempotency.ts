import type { Removal } from './removal.ts';

const once = 'src/idempotency/once.ts';
const answers = 'src/idempotency/answers.ts';
const keys = 'src/idempotency/key.ts';
const own = ['src/idempotency/once'];
const twins = ['src/idempotency/twins'];
const sweep = ['src/idempotency/sweep'];

/** A POST that is sent twice under one key is done once. */
export const idempotency: Removal[] = [
  {
    promise: 'a key is for one request: what was asked is compared',
    file: once,
    from: '  if (result.requestHash !== requestHash) throw otherRequest();\n',
    to: '',
    tests: own,
  },
  {
    promise: "a key is its caller's",
    file: once,
    from: 'caller: String(owner),',
    to: "caller: owner === '' ? '' : 'x',",
    tests: ['test/idempotency'],
  },
  {
    promise: "a key is its tenant's",
    file: once,
    from: 'tenant: String(tenant),',
    to: "tenant: tenant === '' ? '' : 'x',",
    tests: ['test/idempotency'],
  },
  {
    promise: "a key is its route's",
    file: once,
    from: "route: `${request.method} ${url.replace(/(?<=.)\\/$/, '')}`,",
    to: 'route: `${request.method} ${url.slice(0, 4)}`,',
    tests: own,
  },
  {
    promise: 'claim, work and answer are one transaction',
    file: once,
    from: '(within) => done(within,',
    to: '() => done(context,',
    tests: ['test/idempotency/killed'],
  },
  {
    promise: 'a key that was used is not taken anew',
    file: answers,
    from: '      setWhere: isOver,\n',
    to: '',
    tests: own,
  },
  {
    promise: 'an answer that is over is not given',
    file: answers,
    from: 'setWhere: isOver,',
    to: 'setWhere: sql`false`,',
    tests: own,
  },
  {
    promise: 'the answer is kept',
    file: once,
    from: '  await keepAnswer(context, claim, answer);\n',
    to: '',
    tests: own,
  },
  {
    promise: 'a repeat has the headers of the first answer',
    file: once,
    from: 'reply.code(status).headers(headers);',
    to: 'reply.code(status);',
    tests: own,
  },
  {
    promise: 'a repeat says that it is one',
    file: once,
    from: "  if (isReplayed) reply.header(REPLAYED_HEADER, 'true');\n",
    to: '',
    tests: own,
  },
  {
    promise: 'an answer that is too long is not kept',
    file: once,
    from: '      if (Buffer.byteLength(body) > MAX_BYTES) throw tooLong();\n',
    to: '',
    tests: own,
  },
  {
    promise: 'a twin waits for another process for so long only',
    file: answers,
    from: 'wait: String(Math.max(1, Math.ceil(wait))),',
    to: "wait: '0',",
    tests: twins,
  },
  {
    promise: 'a twin waits in its own process for so long only',
    file: 'src/idempotency/turns.ts',
    from: '() => late.reject(new TooLate()), milliseconds)',
    to: '() => late.reject(new TooLate()), 20_000)',
    tests: twins,
  },
  {
    promise: 'twins that wait hold no connection',
    file: 'src/idempotency/turns.ts',
    from: '      underWay.set(name, mine);\n',
    to: '',
    tests: twins,
  },
  {
    promise: 'the work waits for locks as any other does',
    file: answers,
    from: 'lockTimeout: String(lockTimeout),',
    to: "lockTimeout: '1',",
    tests: own,
  },
  {
    promise: 'a key has at most 255 characters',
    file: keys,
    from: 'key.length > MAX_LENGTH || ',
    to: '',
    tests: own,
  },
  {
    promise: 'a key may be demanded',
    file: keys,
    from: 'if (isRequired)',
    to: 'if (isRequired && header !== undefined)',
    tests: own,
  },
  {
    promise: 'a route that takes a key and does not look at it is noticed',
    file: 'src/idempotency/index.ts',
    from: 'request.keyed\n        ? done',
    to: 'request.isReplayed\n        ? done',
    tests: own,
  },
  {
    promise: 'a route does not stop taking a key without a word',
    file: 'src/modules/projects/projects.routes.ts',
    from: "        guards: ['idempotency'],\n",
    to: '',
    tests: ['test/contract'],
  },
  {
    promise: 'the service deletes what is over by itself',
    file: 'src/idempotency/sweep.ts',
    from: '  later();\n  return async',
    to: '  return async',
    tests: sweep,
  },
  {
    promise: 'it deletes a bounded number at once',
    file: answers,
    from: ' limit ${BATCH} for',
    to: ' for',
    tests: sweep,
  },
  {
    promise: 'processes that delete at once do not wait for each other',
    file: answers,
    from: ' skip locked',
    to: '',
    tests: sweep,
  },
];
