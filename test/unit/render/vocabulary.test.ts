import { describe, expect, it } from 'vitest';
import { identifiersIn } from '../../../src/render/vocabulary.ts';

describe('the names that a template uses', () => {
  it('are those of its own code', () => {
    const template = `
      import { {{table.import}}, eq as equals } from 'drizzle-orm';
      // not this one, /* nor this */
      /** {@link Nor} this. */
      const {{local}} = await find{{names.pascal}}(t.queries, 'none of these');
      return {{local}} ? \`text \${key}\` : { value };`;
    expect([...identifiersIn(template)].toSorted()).toEqual(
      'as await const eq equals from import key return t text value'.split(' '),
    );
  });
});
