import { describe, expect, it } from 'vitest';
import { KitError } from '../../../src/errors.ts';
import { templatesOf } from '../../../src/render/template.ts';
import { temporaryFolder } from '../../support/folder.ts';

async function rendered(
  template: string,
  model: object,
  partials: Record<string, string> = {},
): Promise<string> {
  const files = Object.entries(partials).map(([name, text]) => [`partials/${name}.hbs`, text]);
  const folder = temporaryFolder({
    'partials/unused.hbs': '',
    'page.hbs': template,
    ...Object.fromEntries(files),
  });
  return (await templatesOf(folder))('page', model);
}

describe('a template', () => {
  it.each([
    ['{{name}}', 'a<b>&"c"'],
    ['{{#each list}}{{this}};{{/each}}', '1;2;'],
    ["{{join list ' + '}}", '1 + 2'],
    ['{{quote name}}', `'a<b>&"c"'`],
    ['{{quoted words}}', "'it\\'s', 'b'"],
    ['{{capitalize words.[1]}}', 'B'],
    ['{{#if yes}}y{{else}}n{{/if}}', 'y'],
  ])('%s is %s: nothing is escaped for HTML', async (template, text) => {
    const model = { name: 'a<b>&"c"', list: [1, 2], words: ["it's", 'b'], yes: true };
    expect(await rendered(template, model)).toBe(text);
  });

  it('may consist of partials, which lie in folders', async () => {
    expect(await rendered('{{> tests/one}}', { name: 'x' }, { 'tests/one': '[{{name}}]' })).toBe(
      '[x]',
    );
  });

  it.each([
    ['{{missing}}', /"missing" not defined/],
    ['{{shout name}}', /shout/],
    ['{{> nowhere}}', /nowhere/],
    ['{{#if name}}', /Parse error/],
  ])('%s fails, and the error names the template', async (template, message) => {
    const error = await rendered(template, { name: 'x' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KitError);
    expect((error as KitError).message).toMatch(/^The template page\.hbs could not be rendered: /);
    expect((error as KitError).message).toMatch(message);
  });

  it('that is not there is named, too', async () => {
    const render = await templatesOf(temporaryFolder({ 'partials/a.hbs': '' }));
    expect(() => render('gone', {})).toThrow(/^The template gone\.hbs could not be rendered/);
  });
});
