import { isNull } from 'drizzle-orm';
import { tags, users } from '../../db/schema';
import { userPolicy } from '../users/users.policy';
import { tagPolicy } from '../tags/tags.policy';
import { one } from '../../http/includes';
import { userResponse } from '../users/users.schemas';
import { tagResponse } from '../tags/tags.schemas';

/** What `include` may bring along with articles. Each name costs one query, however many rows there are. */
export const articleIncludes = {
  author: one({
    from: ['authorId'],
    to: [users.id],
    target: users,
    response: userResponse,
    access: userPolicy.read,
  }),
  tag: one({
    from: ['tagId'],
    to: [tags.id],
    target: tags,
    response: tagResponse,
    access: tagPolicy.read,
    where: isNull(tags.deletedAt),
  }),
};
