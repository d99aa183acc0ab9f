import { expect, it } from 'vitest';
import { outdated, suites } from '../guards/guards.ts';
import { cases } from './cases.ts';
import { expectedOf } from './expected.ts';

it.each(suites)('what is taken away from the service $name stands there', (suite) => {
  const one = cases().find(({ name }) => name === suite.case);
  const service = one ? expectedOf(one) : new Map();
  const others = outdated(suite.removals, (file) => service.get(file)?.text ?? '');
  expect(others.map(({ file, from }) => `${file}: ${from}`)).toEqual([]);
});
