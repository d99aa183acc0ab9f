import { expect, it } from 'vitest';
import { whatIsMissing } from '../../../src/steps/migrate.ts';

it.each([
  ['extension "vector" is not available', /no extension vector\. Set DATABASE_URL/],
  ['function authorize(unknown) does not exist', /calls authorize\(\), .* drizzle\//],
  ['function private.teams_of(uuid, text) does not exist', /calls private\.teams_of\(\)/],
  ['relation "x" does not exist', /^$/],
])('a migration that fails with %s says what to do', (output, expected) => {
  expect(whatIsMissing(`> db:migrate\n${output}\n`)).toMatch(expected);
});
