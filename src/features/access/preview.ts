import type { AskContext, Choice } from '../../ask/questionnaire.ts';
import { choiceOfTables } from '../../ask/tables.ts';
import { type AccessPlan, accessPlan } from '../../model/access/derive.ts';
import { resourcesOf, type ServiceModel, serviceModel } from '../../model/service.ts';
import { peopleOf } from '../auth/people.ts';
import type { AuthAnswers } from '../auth/questions.ts';

/** What is known when somebody is asked about access. */
export interface Known extends AuthAnswers {
  tenantsTable: string;
  tables?: string[];
  skipTables?: string[];
}

/** A choice for each way in which the rows of a table may be somebody's, where the schema does not say which. */
export function undecided(soFar: Known, context: AskContext): Choice[] {
  const { plan } = preview(soFar, context) ?? {};
  return (plan?.closed ?? [])
    .filter(({ choices }) => choices.some((choice) => choice.includes(':')))
    .flatMap(({ choices }) => choices.map((value) => ({ value, title: value.replace('=', ': ') })));
}

/** A choice for each table whose rows anybody might read. */
export function readable(soFar: Known, context: AskContext): Choice[] {
  const { service } = preview(soFar, context) ?? {};
  return service
    ? resourcesOf(service).map(({ table: { name } }) => ({ value: name, title: name }))
    : [];
}

/**
 * What would be decided about a schema if nothing more were said; undefined where none was read.
 *
 * @throws KitError as the plan of the service would
 */
function preview(
  { tables = [], skipTables = [], ...known }: Known,
  { schema, tables: labels, signIn }: AskContext,
): { service: ServiceModel; plan: AccessPlan } | undefined {
  if (!schema) return undefined;
  const chosen = choiceOfTables(tables, labels, signIn);
  const service = serviceModel(
    schema,
    tables.length === 0
      ? { skipTables }
      : { ...chosen, ...(chosen.tables.length === 0 && { tables: undefined }) },
  );
  const choices = { access: [], publicRead: [], tenantsTable: known.tenantsTable };
  return { service, plan: accessPlan(service, peopleOf(service, known), choices) };
}
