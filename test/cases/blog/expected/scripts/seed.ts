// Written by create-backend-kit from the factories in test/factories. Changes here are overwritten.
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import { comments, posts, tags, users } from '../src/db/schema';
import { createUser } from '../test/factories/users';
import { createPost } from '../test/factories/posts';
import { createComment } from '../test/factories/comments';
import { createTag } from '../test/factories/tags';
import { pick, rows } from './seed-rows';

const config = loadConfig(process.env);
if (config.environment === 'production') {
  throw new Error('Sample data does not belong into a production database.');
}

const { db, close } = createDatabase(config.database);
await seed();
await close();

/** Rows for every resource that has none; each refers to rows that are there already or were made before it. */
async function seed(): Promise<void> {
  const userRows = await rows(db, users, 12, () => createUser(db));
  const postRows = await rows(db, posts, 30, () => createPost(db, { authorId: pick(userRows).id }));
  await rows(db, comments, 30, () =>
    createComment(db, { postId: pick(postRows).id, authorId: pick(userRows).id }),
  );
  await rows(db, tags, 12, () => createTag(db));
}
