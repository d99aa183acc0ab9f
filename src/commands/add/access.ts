import { accessProblem, tableIn } from '../../model/access/derive/choice-form.ts';
import { createOptions } from '../../ask/questions.ts';
import { KitError } from '../../errors.ts';
import { findTable, tableNamed } from '../../model/named.ts';
import type { OpenService } from '../../service/open.ts';
import type { Schema, Table } from '../../schema/table.ts';

/** What is said about whose rows are, as flags have it. */
export interface AccessChoice {
  /** `<table>=<who>` */
  access: string[];
  /** Tables whose rows anybody reads. */
  publicRead: string[];
}

/**
 * The service with what was said about tables that are added, beside what it knows already: it remembers both, because what
 * comes later is worked out from all of it.
 *
 * @throws KitError UNKNOWN_TABLE; FLAGS_DO_NOT_COMBINE in a service that does not know who calls; ACCESS_CHOSEN for a table
 *   that is not to be added; INVALID_ACCESS
 */
export function withAccess(
  service: OpenService,
  { access, publicRead }: AccessChoice,
  { schema, added }: { schema: Schema; added: Table[] },
): OpenService {
  const names = [...access.map(tableIn), ...publicRead];
  if (names.length === 0) return service;
  assertKnowsCallers(service);
  for (const name of names) assertAdded(tableNamed(schema.tables, name), added);
  const before = service.answers;
  const isSaid = (name: string) => names.some((one) => isSame(one, name, schema));
  const said = {
    access: [...before.access.filter((choice) => !isSaid(tableIn(choice))), ...access],
    publicRead: [...before.publicRead.filter((name) => !isSaid(name)), ...publicRead],
  };
  const problem = accessProblem(said.access);
  if (problem) throw new KitError('INVALID_ACCESS', `--access is not right: ${problem}`);
  const { manifest } = service;
  return {
    ...service,
    answers: { ...before, ...said },
    manifest: { ...manifest, answers: { ...manifest.answers, ...said } },
  };
}

/** Names that mean one table; of one that is gone, none does. */
function isSame(a: string, b: string, { tables }: Schema): boolean {
  const found = findTable(tables, a);
  return found !== undefined && found === findTable(tables, b);
}

function assertKnowsCallers({ answers }: OpenService): void {
  const option = createOptions.find(({ key }) => key === 'access');
  if (option?.when?.(answers)) return;
  throw new KitError(
    'FLAGS_DO_NOT_COMBINE',
    '--access and --public-read say who may do what, and this service has no sign-in: everybody may do everything.',
    'Leave them out.',
  );
}

function assertAdded(table: Table, added: Table[]): void {
  if (added.includes(table)) return;
  throw new KitError(
    'ACCESS_CHOSEN',
    `${table.name} is not the table that is added, so nothing can be said of it here.`,
    'Of a table that is served, the policy file in its module says who may do what: it is yours to change.',
  );
}
