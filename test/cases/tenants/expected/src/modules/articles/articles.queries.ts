import { and, eq, isNull, sql } from 'drizzle-orm';
import { type CallerContext, userOf } from '../../access/context';
import { everybody, within } from '../../access/policy';
import { reference } from '../../access/references';
import { pickColumns } from '../../db/columns';
import { builder, prepared } from '../../db/prepared';
import { rowVersion } from '../../db/row-version';
import { articles, tags } from '../../db/schema';
import { deleteStatement, insertStatement, updateStatement } from '../../db/statements';
import { loadIncludes } from '../../http/includes';
import { pageReader } from '../../http/page';
import { requireReferences } from '../../http/references';
import { articleIncludes } from './articles.includes';
import { articlePolicy } from './articles.policy';
import {
  type ArticleCreate,
  type ArticleKey,
  type ArticleUpdate,
  articleResponse,
} from './articles.schemas';

const columns = pickColumns(articles, articleResponse, articleIncludes);
// One row has its version with it, for its ETag.
const versioned = { ...columns, _version: rowVersion(articles) };

const byKey = eq(articles.id, sql.placeholder('id'));

// Statements are built once for each reach of a caller: all rows, or their own. Each call runs them where its context says: on
// the pool, or in a transaction.
export const list = within(articlePolicy.list, (rows) =>
  pageReader({ from: articles, columns, where: rows, includes: articleIncludes }),
);

const selectRow = within(articlePolicy.read, (rows) =>
  prepared(builder.select(versioned).from(articles).where(and(byKey, rows))),
);

export async function find(context: CallerContext, key: ArticleKey, include: string[] = []) {
  const [article] = await selectRow(context, key);
  if (article) await loadIncludes(context, articleIncludes, include, [article]);
  return article;
}

/** What a body may refer to only if the caller may reach it. */
const references = [reference(everybody, { tagId: tags.id }, isNull(tags.deletedAt))];

const insertRow = within(articlePolicy.create, () => insertStatement(articles, versioned));

export async function create(context: CallerContext, values: ArticleCreate) {
  await requireReferences(context, references, values);
  return insertRow(context, { ...values, authorId: userOf(context) });
}

const updateRow = within(articlePolicy.update, (rows) =>
  updateStatement(articles, and(byKey, rows), versioned),
);

/** Undefined when there is no such article, or none in one of the given versions. */
export async function update(
  context: CallerContext,
  key: ArticleKey,
  changes: ArticleUpdate,
  versions?: string[],
) {
  await requireReferences(context, references, changes, { row: () => selectRow(context, key) });
  return updateRow(context, key, changes, versions);
}

const selectWritable = within(articlePolicy.update, (rows) =>
  prepared(
    builder
      .select({ found: sql`1` })
      .from(articles)
      .where(and(byKey, rows)),
  ),
);

/** Whether the caller may change it: others may see it, too. */
export async function isWritable(context: CallerContext, key: ArticleKey) {
  return (await selectWritable(context, key)).length > 0;
}

const deleteRow = within(articlePolicy.delete, (rows) =>
  deleteStatement(articles, and(byKey, rows)),
);

/** False when there is no such article, or none in one of the given versions. */
export function remove(context: CallerContext, key: ArticleKey, versions?: string[]) {
  return deleteRow(context, key, versions);
}
