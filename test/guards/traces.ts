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
    from: '...known.bindings, traceId: traceOf(known.request).traceId',
    to: '...known.bindings, trace: traceOf(known.request).state',
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

/** What OpenTelemetry records, in a service that has it. */
export const recorded: Removal[] = [
  {
    promise: 'the trace of a request is that of its log',
    file: 'src/tracing/ids.ts',
    from: '  given = ids;\n',
    to: '',
    tests: ['src/tracing'],
  },
  {
    promise: 'a request is a part of what called',
    file: 'src/tracing/requests.ts',
    from: 'if (parentId === undefined) return ROOT_CONTEXT;',
    to: 'if (parentId !== traceId) return ROOT_CONTEXT;',
    tests: ['src/tracing'],
  },
  {
    promise: 'what its caller does not record is not recorded',
    file: 'src/tracing/requests.ts',
    from: 'isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE',
    to: 'isSampled ? TraceFlags.SAMPLED : TraceFlags.SAMPLED',
    tests: ['src/tracing'],
  },
  {
    promise: 'statements are parts of their request',
    file: 'src/tracing/requests.ts',
    from: 'context.with(trace.setSpan(parent, span), done);',
    to: 'done();',
    tests: ['src/tracing'],
  },
  {
    promise: 'health is not recorded',
    file: 'src/tracing/requests.ts',
    from: 'if (routeOptions.config.quiet) {',
    to: 'if (routeOptions.config.quiet === false) {',
    tests: ['src/tracing'],
  },
  {
    promise: 'a request is recorded by its pattern, without values',
    file: 'src/tracing/requests.ts',
    from: 'const route = routeOptions.url;',
    to: 'const route = request.url;',
    tests: ['src/tracing'],
  },
  {
    promise: 'the failure of a statement is recorded without its values',
    file: 'src/tracing/queries.ts',
    from: "span.setAttribute('error.type', code);",
    to: "span.setAttribute('error.type', `${code} ${error.message}`);",
    tests: ['src/tracing'],
  },
  {
    promise: 'a collector that is silent does not hold up the end',
    file: 'src/tracing/recording.ts',
    from: 'const FLUSH_MS = 2000;',
    to: 'const FLUSH_MS = 60_000;',
    tests: ['src/tracing'],
  },
  {
    promise: 'a collector that takes nothing is one line in the log',
    file: 'src/tracing/recording.ts',
    from: 'fails && !failing',
    to: 'fails',
    tests: ['src/tracing'],
  },
  {
    promise: 'a part of the traces is recorded',
    file: 'src/tracing/recording.ts',
    from: 'new TraceIdRatioBasedSampler(share)',
    to: 'new TraceIdRatioBasedSampler(1)',
    tests: ['src/tracing'],
  },
  {
    promise: 'the other service goes on from the attempt that asks it',
    file: 'src/tracing/calls.ts',
    from: '      attempt.init = withTraceparent(attempt.init, span);\n',
    to: '',
    tests: ['src/tracing'],
  },
  {
    promise: 'a call is recorded by its pattern, without values',
    file: 'src/tracing/calls.ts',
    from: "'url.template': path",
    to: "'url.full': url",
    tests: ['src/tracing'],
  },
  {
    promise: 'what records traces is not loaded where none are sent',
    file: 'scripts/bundle.ts',
    from: '    splitting: true,\n',
    to: '',
    tests: ['test/tracing'],
  },
];
