import { isDeletable, isWritable, servedRoutes } from '../../model/routes.ts';
import type { TableModel } from '../../model/service.ts';
import type { Obstacle } from '../obstacles.ts';
import type { ModuleTestParts } from './module.ts';

/** What a POST is refused for. */
export function refusalsOf(model: ModuleTestParts, isMarked: boolean): string[] {
  return [
    ...(model.required.length > 0 ? ['required'] : []),
    ...(model.textKeys.length > 0 ? ['unreachable'] : []),
    ...(model.uniques.length > 0 ? ['unique', ...(isMarked ? ['unique-deleted'] : [])] : []),
    ...(model.references.length > 0 ? ['references'] : []),
    ...(model.deletedReferences.length > 0 ? ['deleted-references'] : []),
  ];
}

/** What of a table's rows a test can make happen. */
interface Possible {
  obstacle: Obstacle | null;
  /** How many rows there may be. */
  room: number;
  postable: boolean;
  deletable: boolean;
}

export function sectionsOf(
  resource: TableModel,
  model: ModuleTestParts,
  { obstacle, room, postable, deletable }: Possible,
): string[] {
  const asked = model.hidden.length > 0 ? ['asked'] : [];
  const listed = [...asked, ...(model.unread.length > 0 ? ['unread-list'] : [])];
  if (resource.role === 'list-only') {
    const isFilled = resource.table.kind === 'table' && !obstacle;
    return [isFilled ? 'list-rows' : 'list-unfilled', 'list-only', ...listed];
  }
  const badKey = model.badKey ? [isDeletable(resource) ? 'bad-key' : 'bad-key-read'] : [];
  if (obstacle) {
    const routes = servedRoutes(resource);
    const closed = routes === 'all' ? [] : [`${routes}-empty`];
    const isTried = obstacle === 'few' && isDeletable(resource) && postable && deletable;
    return [
      'list-empty',
      ...badKey,
      ...listed,
      ...closed,
      ...(isTried ? fewSections(model, room) : []),
    ];
  }
  const sections = ['list', 'read', ...badKey];
  if (model.hidden.length > 0) sections.push('hidden', ...asked);
  if (model.unread.length > 0) sections.push('unread');
  if (model.includeTests.length + model.includeSections.length > 0) sections.push('includes');
  if (isWritable(resource) && postable) sections.push('create');
  sections.push(...writeSections(resource, model, deletable));
  if (model.keyParts.length > 0) {
    sections.push(isDeletable(resource) && deletable ? 'key-parts' : 'key-parts-read');
  }
  return sections;
}

function fewSections({ change }: ModuleTestParts, room: number): string[] {
  return ['few', ...(change ? ['few-change'] : []), ...(room === 1 ? ['few-second'] : [])];
}

function changeSections(
  { change, documents, deletedChanges }: ModuleTestParts,
  deletable: boolean,
): string[] {
  return [
    ...(change ? ['update'] : []),
    ...(change && deletedChanges.length > 0 ? ['deleted-references-change'] : []),
    ...(change && documents.length > 0 ? ['merge-patch'] : []),
    ...(deletable ? ['delete'] : []),
  ];
}

/** The tests of PATCH and DELETE, or what stands in for them where there are no such routes. */
function writeSections(resource: TableModel, model: ModuleTestParts, deletable: boolean): string[] {
  const routes = servedRoutes(resource);
  if (routes === 'all') return changeSections(model, deletable);
  if (routes === 'no-update') return [...(deletable ? ['delete'] : []), routes];
  return [...(resource.softDelete && deletable ? ['marked'] : []), routes];
}
