/**
 * What a text column with such a name holds, most specific first. `name` is matched against the column's name in snake
 * case. In a pattern `{n}` is the row's number, `{n:4}` with at least four digits, `{n:x6}` in six hexadecimal ones;
 * `{thing}` is one row's noun (`order item`), `{Thing}` its title, `{the-thing}` its kebab form, `{Column}` the column's.
 * A list is taken in turn. The first that fits the column's length and checks is used.
 */
export const TEXT_SAMPLES: { name: RegExp; values: string[] | string }[] = [
  { name: /e_?mail/, values: '{the-thing}{n}@example.com' },
  { name: /e_?mail/, values: 'p{n}@example.com' },
  {
    name: /^(first|given)_name$/,
    values: ['Ada', 'Grace', 'Alan', 'Barbara', 'Edsger', 'Radia', 'Donald'],
  },
  {
    name: /^(last|family|sur)_?name$/,
    values: ['Lovelace', 'Hopper', 'Turing', 'Liskov', 'Dijkstra', 'Perlman', 'Knuth'],
  },
  { name: /^(user_?name|handle|nick_?name|login)$/, values: '{the-thing}-{n}' },
  {
    name: /^(full_name|display_name|recipient|author_name|contact_name|person)$/,
    values: ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Barbara Liskov', 'Radia Perlman'],
  },
  { name: /(^|_)(file|path|filename|file_name)$/, values: 'file-{n}.txt' },
  { name: /(mime|content|media)_type$/, values: ['image/png', 'image/jpeg', 'text/plain'] },
  {
    name: /(^|_)(password|secret|token|hash|digest|checksum|salt|signature|fingerprint|etag)($|_)/,
    values: '{n:x64}',
  },
  { name: /(^|_)slug$/, values: '{the-thing}-{n}' },
  { name: /(^|_)(domain|host|hostname|subdomain)$/, values: 'host-{n}.example.com' },
  {
    name: /(^|_)(urls?|uri|link|href|website|homepage|webhook|image|avatar|photo|picture|logo|icon|thumbnail|banner)$/,
    values: 'https://example.com/{the-thing}/{n}',
  },
  { name: /(^|_)(phone|mobile|fax|tel|telephone)(_number)?$/, values: '+1555{n:7}' },
  { name: /(^|_)sku$/, values: 'SKU-{n:4}' },
  { name: /(^|_)(isbn|ean|gtin|upc|barcode)$/, values: '978{n:10}' },
  { name: /(^|_)currency(_code)?$/, values: ['EUR', 'USD', 'GBP', 'CHF', 'JPY'] },
  { name: /(^|_)country$/, values: ['Portugal', 'France', 'Kenya', 'Japan', 'Brazil'] },
  { name: /(^|_)country(_code)?$/, values: ['PT', 'FR', 'KE', 'JP', 'BR'] },
  { name: /(^|_)country(_code)?$/, values: ['PRT', 'FRA', 'KEN', 'JPN', 'BRA'] },
  { name: /(^|_)(city|town)$/, values: ['Lisbon', 'Lyon', 'Nairobi', 'Osaka', 'Recife'] },
  { name: /(^|_)(state|province|region|county)$/, values: ['North', 'South', 'East', 'West'] },
  { name: /(zip|postal|post)_?(code)?$/, values: '1{n:4}' },
  {
    name: /^((street|postal|shipping|billing)_)?(address|street|line_?1)(_line_?1|_1)?$/,
    values: '{n} Market Street',
  },
  { name: /line_?2$/, values: 'Floor {n}' },
  { name: /(^|_)(company|organi[sz]ation|employer|brand|vendor)(_name)?$/, values: 'Company {n}' },
  { name: /(^|_)(locale|lang|language)(_code)?$/, values: ['en-GB', 'pt-PT', 'fr-FR', 'ja-JP'] },
  { name: /(^|_)(locale|lang|language)(_code)?$/, values: ['en', 'pt', 'fr', 'ja'] },
  {
    name: /time_?zone|^tz$/,
    values: ['Europe/Lisbon', 'Europe/Paris', 'Africa/Nairobi', 'Asia/Tokyo'],
  },
  { name: /colou?r$/, values: ['#0f766e', '#b45309', '#1d4ed8', '#be123c'] },
  { name: /colou?r$/, values: '#{n:x6}' },
  { name: /colou?r$/, values: ['teal', 'amber', 'blue', 'rose'] },
  {
    name: /(^|_)ip(_?addr(ess)?)?$|remote_addr/,
    values: ['192.0.2.10', '198.51.100.20', '203.0.113.30'],
  },
  { name: /user_agent/, values: 'Mozilla/5.0 (sample {n})' },
  { name: /(^|_)version$/, values: '1.0.{n}' },
  { name: /(^|_)(status|state)$/, values: ['active', 'paused', 'closed'] },
  { name: /(^|_)priority$/, values: ['low', 'normal', 'high'] },
  { name: /(^|_)role$/, values: ['member', 'admin'] },
  { name: /(^|_)(type|kind|category|plan|tier)$/, values: ['standard', 'extended'] },
  { name: /(^|_)action$/, values: ['created', 'updated', 'deleted'] },
  { name: /(^|_)unit$/, values: ['piece', 'kg', 'box'] },
  { name: /(^|_)gender$/, values: ['female', 'male', 'other'] },
  {
    name: /(^|_)(body|content|text|description|bio|about|summary|excerpt|comment|message|notes?|details|abstract)$/,
    values: 'A few words about {thing} {n}.',
  },
  { name: /(^|_)(name|title|label|subject|headline|caption)$/, values: '{Thing} {n}' },
  { name: /(^|_)tags?$/, values: ['new', 'popular', 'sale'] },
  {
    name: /^(id|uid|key|code|number|reference|ref|external_id|public_id)$/,
    values: '{the-thing}-{n}',
  },
  { name: /_(id|uid|key|code|number|reference|ref)$/, values: '{the-column}-{n}' },
];
