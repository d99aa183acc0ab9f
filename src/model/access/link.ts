import { liveCondition } from '../conditions.ts';
import type { Link } from '../relations.ts';
import { linkRoutes } from '../routes.ts';
import type { TableModel } from '../service.ts';
import type { Who } from './access.ts';
import { joining, reachesAll } from './actions.ts';
import { BY_OTHERS, kindOf } from './derive/kinds.ts';
import { policyImport, policyName } from './names.ts';
import { type Declares, declaresOf, routesPolicyImport } from './resource.ts';

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

/** Who adds to a row changes it, but nobody adds what others say of them or what they may do: a badge, a role, a permission. */
export function whoLinks(owner: TableModel, link: TableModel): Who {
  const who = owner.access?.who[joining(owner)] ?? 'admin';
  return who === 'manager' || !BY_OTHERS.has(kindOf(link)) ? who : 'admin';
}

/** Whether to add to a row takes more than to change it. */
function isForAdmins(owner: TableModel, link: TableModel): boolean {
  return whoLinks(owner, link) !== (owner.access?.who[joining(owner)] ?? 'admin');
}

/** Routes of a link need what they do with the row that it is about. */
export function linkDeclares(owner: TableModel, link: TableModel): Declares {
  const declares = declaresOf(owner);
  const update = isForAdmins(owner, link) ? 'access: admins, ' : declares[joining(owner)];
  return { ...declares, update };
}

/** Behind the imports of a link's routes: what they declare. */
export function linkPolicyImports(owner: TableModel, link: TableModel): string {
  const isForThem = isForAdmins(owner, link) && linkRoutes(owner, link) !== 'read-only';
  const admins = isForThem ? `\nimport { admins } from '../../access/policy';` : '';
  return `${admins}${routesPolicyImport(owner)}`;
}

/** Who may link (see `whoLinks`), with what they may read of the other side. */
export function linkAccess(owner: TableModel, { link, target }: Link): LinkAccess | null {
  if (!owner.access || !target.access) return null;
  const isWritable = linkRoutes(owner, link) !== 'read-only';
  const live = liveCondition(target);
  const policy = isForAdmins(owner, link) ? 'admins' : `${policyName(owner)}.${joining(owner)}`;
  const names = ['type Access', ...(isWritable && policy === 'admins' ? [policy] : []), 'within'];
  const isGuarded = isWritable && (live !== null || !reachesAll(target.access.who.read));
  return {
    callerImports: [
      `import type { CallerContext } from '../../access/context';`,
      `import { ${names.join(', ')} } from '../../access/policy';`,
      ...(isGuarded ? [`import { reference } from '../../access/references';`] : []),
    ].join('\n'),
    policyImports: [...new Set([target, owner])].map((one) => policyImport(one, owner)).join('\n'),
    ownerPolicy: policyName(owner),
    targetPolicy: policyName(target),
    ownerUpdate: isWritable ? `update: selectOwner(${policy})` : '',
    looked: isGuarded ? `${policyName(target)}.read` : null,
    ownerActions: isWritable ? `'read' | 'update'` : `'read'`,
  };
}
