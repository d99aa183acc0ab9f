import type { Removal } from './removal.ts';

/** Times are stored and sent as exactly as they were sent. */
export const times: Removal[] = [
  {
    promise: 'what a Date would round is sent as it is stored',
    file: 'src/db/columns.ts',
    from: '.map(([key, column]) => [key, asSent(column)])',
    to: '',
    tests: ['test/values'],
  },
  {
    promise: 'a time is stored with the microseconds that were sent',
    file: 'src/http/times.ts',
    from: '${kept && `.${kept}`}',
    to: '',
    tests: ['test/values'],
  },
  {
    promise: 'a time in a key is as exact as it was sent',
    file: 'src/db/prepared.ts',
    from: 'is(param, Placeholder) ? new Param(param, compared) : param',
    to: 'param',
    tests: ['test/values'],
  },
  {
    promise: 'a year that could not be sent is refused',
    file: 'src/http/times.ts',
    from: 'if (!(year >= 1 && year <= 9999)) return undefined;',
    to: 'if (Number.isNaN(year)) return undefined;',
    tests: ['src/http/fields'],
  },
  {
    promise: 'a time that RFC 3339 has no form for is taken back as it was sent',
    file: 'src/http/times.ts',
    from: 'UNUSUAL.test(text) || timestamp.safeParse(text).success,',
    to: 'timestamp.safeParse(text).success,',
    tests: ['test/values'],
  },
  {
    promise: 'the zone of the server does not show in what is sent',
    file: 'src/db/client.ts',
    from: ", timezone: 'UTC' };",
    to: ' };',
    tests: ['src/db/as-sent'],
  },
  {
    promise: 'behind a pooler, a connection says how times are to be written',
    file: 'src/db/client.ts',
    from: '      : { Client: startingWith(REPORTED, address.Client) }),\n',
    to: '      : {}),\n',
    tests: ['src/db/as-sent'],
  },
  {
    promise: 'related rows are found by times as they are sent',
    file: 'src/db/includes.ts',
    from: 'backToDriver(column, key[i])',
    to: 'column.mapToDriverValue(new Date(String(key[i])))',
    tests: ['src/db/include-keys'],
  },
  {
    promise: 'a time without zone takes no offset',
    file: 'src/http/times.ts',
    from: ".refine((text) => !text.endsWith('Z'))",
    to: '',
    tests: ['test/kinds'],
  },
  {
    promise: 'a time with zone says which',
    file: 'src/http/times.ts',
    from: 'const ZONED = z.iso.datetime({ offset: true });',
    to: 'const ZONED = z.iso.datetime({ offset: true, local: true });',
    tests: ['test/kinds'],
  },
  {
    promise: 'a span of time that Postgres can not hold is refused with its place',
    file: 'src/http/spans.ts',
    from: '(-?(1[0-6]\\d{7}|\\d{1,8})Y)?',
    to: '(-?\\d{1,9}Y)?',
    tests: ['src/http/fields'],
  },
];
