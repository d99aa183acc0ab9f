import type { Removal } from './removal.ts';

const trace = 'src/http/trace.ts';
const tests = ['src/http/trace'];

/** To which trace a request belongs, and where that is said. */
export const traces: Removal[] = [
  {
    promise: 'what is no trace begins a new one',
    file: trace,
    from: 'if (ZEROS.test(traceId) || ZEROS.test(parentId)) return newTrace();',
    to: '',
    tests,
  },
  {
    promise: 'of a trace that is longer than its version nothing is taken',
    file: trace,
    from: " || (version === '00' && rest !== undefined)",
    to: '',
    tests,
  },
  {
    promise: 'what is not recorded stays so',
    file: trace,
    from: "isSampled ? '01' : '00'",
    to: "isSampled ? '01' : '01'",
    tests,
  },
  {
    promise: 'what is no state is not handed on',
    file: trace,
    from: ' && TRACESTATE.test(tracestate)',
    to: '',
    tests,
  },
  {
    promise: 'each line of a request has its trace',
    file: 'src/observability/request-logger.ts',
    from: '...bindings, traceId: traceOf(request).traceId',
    to: '...bindings, trace: traceOf(request).state',
    tests,
  },
  {
    promise: 'a problem says to which trace it belongs',
    file: 'src/http/errors.ts',
    from: 'requestId: request.id, traceId',
    to: "requestId: request.id, traceId: traceId.replaceAll(/./g, '0')",
    tests,
  },
];
