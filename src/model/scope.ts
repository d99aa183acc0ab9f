import type { Routes } from './routes.ts';

/** Which rows of a resource a caller may reach: all of them, their own, or their tenant's. */
export type Scope = 'none' | 'owner' | 'tenant';

/**
 * The template of one part of a module: `queries`, or `queries.read-only` where that is what it has.
 *
 * @param scope for the parts that differ by it: where a caller may reach their own rows only, `queries.owner.read-only`
 */
export function templateFor(part: string, routes: Routes, scope: Scope = 'none'): string {
  const forks = [scope === 'none' ? '' : scope, routes === 'all' ? '' : routes];
  return [part, ...forks].filter(Boolean).join('.');
}
