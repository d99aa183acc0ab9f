import type { Removal } from './removal.ts';
import { retries } from './retries.ts';

const projects = 'src/modules/projects/projects';

/** What holds in every service, signed in or not. */
export const crud: Removal[] = [
  {
    promise: 'a body holds nothing that is not listed',
    file: `${projects}.schemas.ts`,
    from: '  .strict()\n',
    to: '',
    tests: [`${projects}.routes`],
  },
  {
    promise: 'a column that is not listed is not sent',
    file: 'src/modules/team-members/team-members.schemas.ts',
    from: '    role: true,\n  })\n  .meta({ id: ',
    to: '    role: true,\n    deletedAt: true,\n  })\n  .meta({ id: ',
    tests: ['src/modules/team-members', 'test/contract'],
  },
  {
    promise: 'an update checks the version in its own WHERE',
    file: 'src/db/row-version.ts',
    from: 'return sql`${table}.xmin::text = any(${sql.placeholder(VERSIONS)}::text[])`;',
    to: 'return sql`${table}.xmin::text = any(${sql.placeholder(VERSIONS)}::text[]) or true`;',
    tests: [`${projects}.routes`],
  },
  {
    promise: 'an order ends in the key, so that no two rows are equal in it',
    file: 'src/http/list.ts',
    from: '  return [...order, ...rest];',
    to: '  return order.length > 0 ? order : rest;',
    tests: ['src/http/list', 'src/http/page', 'src/db/keyset'],
  },
  {
    promise: 'an order is offered only where an index has it, ties and all',
    file: `${projects}.schemas.ts`,
    from: "  sort: ['id'],\n",
    to: "  sort: ['id', 'name'],\n",
    tests: [`${projects}.routes`],
  },
  {
    promise: 'rows without a value stand in an order as others do',
    file: 'src/db/keyset.ts',
    from: '? [isNull(key.column)] : [];',
    to: '? [] : [];',
    tests: ['test/plan', 'src/http/page'],
  },
  {
    promise: 'a list asks nothing for each of its rows',
    file: `${projects}.routes.ts`,
    from: '(request) => queries.list(contextOf(request), request.query),',
    to: `async (request) => {
      const page = await queries.list(contextOf(request), request.query);
      for (const { id } of page.data) await queries.find(contextOf(request), { id });
      return page;
    },`,
    tests: [`${projects}.routes`],
  },
  {
    promise: 'a list of what is linked asks nothing for each of its rows',
    file: 'src/modules/tasks/tasks.tags.routes.ts',
    from: 'return queries.list(context, owner, request.query);',
    to: `const page = await queries.list(context, owner, request.query);
      for (const _ of page.data) await requireOwner(context, owner, 'read');
      return page;`,
    tests: ['src/modules/tasks/tasks.tags'],
  },
  {
    promise: 'what comes along asks nothing for each of its rows: one join, and no loop',
    file: 'src/http/includes.ts',
    from: 'const { groups, cutAt } = await readRelated(context, include, whole, bytes);',
    to: `const groups = new Map<string, Row[]>();
    for (const row of whole) {
      for (const [key, found] of (await readRelated(context, include, [row], bytes)).groups) groups.set(key, found);
    }
    const cutAt = undefined;`,
    tests: [`${projects}.routes`],
  },
  {
    promise: 'a write asks the database no more often than its contract says',
    file: 'src/modules/teams/teams.queries.ts',
    from: 'return insertRow(context, values);',
    to: `const row = await insertRow(context, values);
  await selectRow(context, row);
  return row;`,
    tests: ['src/modules/teams/teams.routes'],
  },
  {
    promise: 'how often a route asks the database, its contract says',
    file: `${projects}.routes.ts`,
    from: 'access: projectPolicy.list, work',
    to: 'access: projectPolicy.list, queries: 50, work',
    tests: ['test/contract'],
  },
  {
    promise: 'a page has a limit',
    file: 'src/http/list.ts',
    from: 'integerText(1, MAX_LIMIT)',
    to: 'integerText(1, 1_000_000)',
    tests: [`${projects}.routes`],
  },
  {
    promise: 'a cursor belongs to its order',
    file: 'src/http/cursor.ts',
    from: 'parsed[0] === sort && ',
    to: '',
    tests: ['src/http/list', 'src/http/page'],
  },
  {
    promise: 'a cursor that holds what its order can not have is named in the refusal',
    file: 'src/db/slots.ts',
    from: "if (name?.startsWith(AFTER)) return 'cursor';",
    to: '',
    tests: ['src/http/page'],
  },
  {
    promise: 'a value that is taken is a conflict, and names its field',
    file: 'src/http/postgres-problems.ts',
    from: "case '23505':",
    to: "case 'none':",
    tests: ['src/http/postgres-problems'],
  },
  {
    promise: 'deadlocks and serialization failures are tried again',
    file: 'src/db/retry.ts',
    from: "if (code === '40001' || code === '40P01') return 'conflict';",
    to: '',
    tests: [`${projects}.routes`],
  },
  ...retries,
  {
    promise: 'who has the version gets nothing',
    file: 'src/http/preconditions.ts',
    from: "return header === '*' || tags(header).includes(tag);",
    to: 'return false;',
    tests: [`${projects}.routes`],
  },
  {
    promise: 'no answer that is not declared',
    file: `${projects}.routes.ts`,
    from: "        guards: ['precondition'],\n        work: ['find', 'write'],\n      },\n",
    to: "        work: ['find', 'write'],\n      },\n",
    tests: [`${projects}.routes`],
  },
  {
    promise: 'nothing is linked to a row that is marked as deleted',
    file: 'src/modules/tasks/tasks.tags.queries.ts',
    from: '{ tagId: tags.id }, isNull(tags.deletedAt))',
    to: '{ tagId: tags.id })',
    tests: ['src/modules/tasks/tasks.tags'],
  },
  {
    promise: 'nothing is reached through a row that is marked as deleted',
    file: 'src/modules/tags/tags.tasks.queries.ts',
    from: "and(and(eq(tags.id, sql.placeholder('owner')), isNull(tags.deletedAt)), rows)",
    to: "and(eq(tags.id, sql.placeholder('owner')), rows)",
    tests: ['src/modules/tags/tags.tasks'],
  },
  {
    promise: 'a body refers to no row that is marked as deleted',
    file: 'src/modules/articles/articles.queries.ts',
    from: '{ tagId: tags.id }, isNull(tags.deletedAt))',
    to: '{ tagId: tags.id })',
    tests: ['src/modules/articles'],
  },
  {
    promise: 'a change leads to no row that is marked as deleted',
    file: 'src/modules/articles/articles.queries.ts',
    from: 'await requireReferences(context, references, changes, { row: () => selectRow(context, key) });',
    to: '',
    tests: ['src/modules/articles'],
  },
  {
    promise: 'of what refers to nothing, no error points at what no body sets',
    file: 'src/http/references.ts',
    from: 'errorsAt(fields.filter(isSent), ',
    to: 'errorsAt(fields, ',
    tests: ['src/http/references.test.ts'],
  },
  {
    promise: 'what the database gives a new row is a part of what it refers to',
    file: 'src/http/references.ts',
    from: 'defaults[field] ? orDefault(sent, defaults[field]) : sent',
    to: 'sent',
    tests: ['src/http/references.test.ts'],
  },
  {
    promise: 'so is what it generates of no other column',
    file: 'src/http/references.ts',
    from: 'generated ? generated.as : usual',
    to: 'usual',
    tests: ['src/http/references.test.ts'],
  },
  {
    promise: 'it is worked out once, however many rows it is compared with',
    file: 'src/http/references.ts',
    from: 'sql`(select coalesce(',
    to: 'sql`(coalesce(',
    tests: ['src/http/references.test.ts'],
  },
  {
    promise: 'a change refers to nothing by the default of what it leaves out',
    file: 'src/http/references.ts',
    from: 'const needed = known.row ? fields : fields.filter(',
    to: 'const needed = fields.filter(',
    tests: ['src/http/references.test.ts'],
  },
  {
    promise: 'a row that refers to what is deleted by now can be changed',
    file: 'src/modules/articles/articles.queries.ts',
    from: 'changes, { row: () => selectRow(context, key) });',
    to: 'changes);',
    tests: ['src/modules/articles'],
  },
  {
    promise: 'a link to a row that is marked as deleted is none to take away',
    file: 'src/modules/tasks/tasks.tags.queries.ts',
    from: 'builder.select({ key: tags.id }).from(tags).where(isNull(tags.deletedAt))',
    to: 'builder.select({ key: tags.id }).from(tags)',
    tests: ['src/modules/tasks/tasks.tags'],
  },
  {
    promise: 'a conflict says that a deleted row holds the value',
    file: 'src/modules/tags/tags.queries.ts',
    from: '.catch(takenFor(context, isTakenUnseen, values))',
    to: '',
    tests: ['src/modules/tags'],
  },
  {
    promise: 'a row that an index leaves out holds no value of it',
    file: 'src/db/taken.ts',
    from: 'and(...equal, where && over(table, where, stored))',
    to: 'and(...equal)',
    tests: ['src/db/taken'],
  },
];
