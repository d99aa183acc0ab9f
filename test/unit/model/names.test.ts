import { describe, expect, it } from 'vitest';
import { member, propertyName, quote } from '../../../src/code.ts';
import { namesOf, referenceName } from '../../../src/model/names.ts';
import { splitWords } from '../../../src/words.ts';

const named = (exportName: string | null, name = 'x', prefix = '') =>
  namesOf({ exportName, name, prefix });

describe('the names of a resource', () => {
  it('come in every form that a template needs', () => {
    expect(named('orderItems')).toEqual({
      kebab: 'order-items',
      kebabOne: 'order-item',
      camel: 'orderItems',
      camelOne: 'orderItem',
      pascal: 'OrderItem',
      described: 'OrderItem',
      human: 'order items',
      humanOne: 'order item',
      aHuman: 'an order item',
      title: 'Order items',
      titleOne: 'Order item',
    });
  });

  it.each([
    ['order', 'orders', 'order'],
    ['order_items', 'order-items', 'orderItem'],
    ['OrderItemTable', 'order-items', 'orderItem'],
    ['usersTable', 'users', 'user'],
    ['activeUsersView', 'active-users', 'activeUser'],
    // On its own the suffix is the name.
    ['table', 'tables', 'table'],
    ['people', 'people', 'person'],
    ['statuses', 'statuses', 'status'],
    ['news', 'news', 'news'],
    ['_internal', 'internals', 'internal'],
    ['HTTPLogs', 'http-logs', 'httpLog'],
    ['class', 'classes', 'class'],
  ])('of %s are %s and %s', (exportName, kebab, camelOne) => {
    expect(named(exportName)).toMatchObject({ kebab, camelOne });
  });

  it.each([
    // Accents go from Latin letters; of other scripts everything stays, and nobody knows their plural.
    ['catégories', 'categories', 'category'],
    ['año', 'anos', 'ano'],
    ['prüfungen', 'prufungens', 'prufungen'],
    ['Straße', 'strasses', 'strasse'],
    ['ŁódźŚwiat', 'lodz-swiats', 'lodzSwiat'],
    ['顧客', '顧客', '顧客'],
    ['заказыКлиента', 'заказы-клиента', 'заказыКлиента'],
    ['हिन्दी_शब्द', 'हिन्दी-शब्द', 'हिन्दीशब्द'],
    ['ελληνικά', 'ελληνικά', 'ελληνικά'],
  ])('of %s are %s and %s', (exportName, kebab, camelOne) => {
    expect(named(exportName)).toMatchObject({ kebab, camelOne });
  });

  it('come from the name in the database, without the prefix, when there is no export', () => {
    expect(named(null, 'shop_order_lines', 'shop_').kebab).toBe('order-lines');
  });

  it.each([
    ['users', 'a user'],
    ['invoices', 'an invoice'],
    ['units', 'a unit'],
    ['umbrellas', 'an umbrella'],
    ['usage_events', 'a usage event'],
    ['urls', 'a url'],
    ['uninstalls', 'an uninstall'],
    ['euros', 'a euro'],
    ['one_time_codes', 'a one time code'],
    ['hours', 'an hour'],
    ['houses', 'a house'],
    // Said letter by letter.
    ['mfa_devices', 'an mfa device'],
    ['xml_docs', 'an xml doc'],
    ['http_logs', 'an http log'],
    ['css_themes', 'a css theme'],
    ['tags', 'a tag'],
  ])('of %s go with an article: %s', (exportName, aHuman) => {
    expect(named(exportName).aHuman).toBe(aHuman);
  });

  it.each([
    ['createdAt', ['created', 'at']],
    ['created_at', ['created', 'at']],
    ['HTTPServer2', ['http', 'server2']],
    ['grand total!', ['grand', 'total']],
    // No identifier begins with a digit.
    ['2fa', ['n', '2fa']],
    ['___', ['row']],
  ])('are made of words: %s', (name, words) => {
    expect(splitWords(name)).toEqual(words);
  });
});

describe('what a foreign key refers to', () => {
  it.each([
    ['customerId', 'customer'],
    ['customer_id', 'customer'],
    ['parentUuid', 'parent'],
    ['ownerRef', 'owner'],
    ['createdBy', 'createdBy'],
    // Nothing would be left.
    ['id', 'id'],
  ])('%s: %s', (key, name) => {
    expect(referenceName(key)).toBe(name);
  });
});

describe('source text', () => {
  it('reaches a column whatever it is called', () => {
    expect(member('orders', 'total')).toBe('orders.total');
    expect(member('orders', 'grand-total')).toBe("orders['grand-total']");
    expect(propertyName('total')).toBe('total');
    expect(propertyName('2fa')).toBe("'2fa'");
  });

  it.each(["it's", 'say "hi"', 'back\\slash', 'two\nlines', "\\'"])('quotes %j', (text) => {
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- it is source text: running it is the point
    expect(new Function(`return ${quote(text)}`)()).toBe(text);
    expect(quote(text)).toMatch(/^'.*'$/);
  });
});
