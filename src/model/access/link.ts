import { liveCondition } from '../conditions.ts';
import type { Link } from '../relations.ts';
import { linkRoutes } from '../routes.ts';
import type { TableModel } from '../service.ts';
import { joining, reachesAll } from './actions.ts';
import { policyImport, policyName } from './names.ts';
import { type Declares, declaresOf } from './resource.ts';

/** What the templates of a join table's routes need where it is known who calls. */
export interface LinkAccess {
  callerImports: string;
  policyImports: string;
  ownerPolicy: string;
  targetPolicy: string;
  /** `update: selectOwner(postPolicy.update)`; '' where nothing is linked. */
  ownerUpdate: string;
  /** `'read' | 'update'` */
  ownerActions: string;
  /** Source of what the caller must be allowed to do with what is linked; null where there is nothing to look at. */
  looked: string | null;
}

/** Routes of a link need what they do with the row that it is about: who adds to it changes it. */
export function linkDeclares(owner: TableModel): Declares {
  const declares = declaresOf(owner);
  return { ...declares, update: declares.update || declares.read };
}

/** Who may link: those who may change the one, with what they may read of the other. */
export function linkAccess(owner: TableModel, { link, target }: Link): LinkAccess | null {
  if (!owner.access || !target.access) return null;
  const isWritable = linkRoutes(owner, link) !== 'read-only';
  const live = liveCondition(target);
  const isGuarded = isWritable && (live !== null || !reachesAll(target.access.who.read));
  return {
    callerImports: [
      `import type { CallerContext } from '../../access/context';`,
      `import { type Access, within } from '../../access/policy';`,
      ...(isGuarded ? [`import { reference } from '../../access/references';`] : []),
    ].join('\n'),
    policyImports: [...new Set([target, owner])].map((one) => policyImport(one, owner)).join('\n'),
    ownerPolicy: policyName(owner),
    targetPolicy: policyName(target),
    ownerUpdate: isWritable ? `update: selectOwner(${policyName(owner)}.${joining(owner)})` : '',
    looked: isGuarded ? `${policyName(target)}.read` : null,
    ownerActions: isWritable ? `'read' | 'update'` : `'read'`,
  };
}
