import { expect, it } from 'vitest';
import { generatorArguments } from '../../../src/plop.ts';

it.each([
  ['resource', []],
  ['resource invoices', ['invoices']],
  ['resource -- --table invoices --yes', ['--table', 'invoices', '--yes']],
  ['resource --new invoices --column a:text', ['--new', 'invoices', '--column', 'a:text']],
  ['resource invoices -- --yes', ['invoices', '--yes']],
  ['--no-progress resource invoices', ['invoices']],
  // With one generator, plop does not need its name.
  ['', []],
  ['-- --table invoices', ['--table', 'invoices']],
])('finds the arguments of a generator behind its name: plop %s', (line, expected) => {
  expect(generatorArguments('resource', line.split(' ').filter(Boolean))).toEqual(expected);
});
