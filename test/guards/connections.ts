import type { Removal } from './removal.ts';

/** Clients that go away, hurry or never come to an end. */
export const connections: Removal[] = [
  {
    promise: 'a request has a deadline',
    file: 'src/http/deadline.ts',
    from: 'milliseconds > 0 ? setTimeout(end, milliseconds) : undefined',
    to: 'undefined',
    tests: ['test/silence'],
  },
  {
    promise: 'the query of a client who hangs up is cancelled',
    file: 'src/http/deadline.ts',
    from: '      if (!reply.raw.writableFinished) controller.abort();\n',
    to: '',
    tests: ['test/silence'],
  },
  {
    promise: 'what is no request is answered with a problem',
    file: 'src/app.ts',
    from: '    clientErrorHandler: answerUnparsed(logger, headers),\n',
    to: '',
    tests: ['test/connections'],
  },
  {
    promise: 'an expectation that nobody meets is answered with a problem',
    file: 'src/app.ts',
    from: '  registerExpectations(app, headers);\n',
    to: '',
    tests: ['test/connections'],
  },
  {
    promise: 'headers that do not end are given up',
    file: 'src/app.ts',
    from: '      headersTimeout: server.headersTimeout,\n',
    to: '',
    tests: ['test/connections'],
  },
  {
    promise: 'headers are no longer than is said',
    file: 'src/app.ts',
    from: '      maxHeaderSize: server.headerLimit,\n',
    to: '',
    tests: ['test/connections'],
  },
  {
    promise: 'a connection on which nothing comes is given up',
    file: 'src/app.ts',
    from: '    connectionTimeout: server.idleSocketTimeout,\n',
    to: '',
    tests: ['test/connections'],
  },
  {
    promise: 'who would only wait for a connection is refused at once',
    file: 'src/http/shedding.ts',
    from: '(maxWaiting > 0 && pool.waitingCount >= maxWaiting) ||',
    to: '',
    tests: ['src/http/shedding'],
  },
  {
    promise: 'who would only wait for a late event loop is refused at once',
    file: 'src/http/shedding.ts',
    from: '(maxLoopDelay > 0 && app.isUnderPressure() && isInUse(pool))',
    to: 'false',
    tests: ['src/http/shedding'],
  },
  {
    promise: 'who finds a free connection is served, however late the event loop is',
    file: 'src/http/shedding.ts',
    from: ' && isInUse(pool)',
    to: '',
    tests: ['src/http/shedding'],
  },
  {
    promise: 'health is never refused for a rush',
    file: 'src/http/shedding.ts',
    from: '!config.quiet && ',
    to: '',
    tests: ['src/http/shedding'],
  },
  {
    promise: 'what is refused in a rush is told when to come back',
    file: 'src/http/shedding.ts',
    from: "unavailable('Too many requests at once.', seconds)",
    to: "unavailable('Too many requests at once.', seconds * 60)",
    tests: ['src/http/shedding'],
  },
];
