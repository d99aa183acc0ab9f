import type { People } from '../../model/access/derive/owner.ts';
import type { ServiceModel } from '../../model/service.ts';
import { externalUsersOf } from './external-users.ts';
import { type AuthAnswers, isExternal } from './questions.ts';
import { usersOf } from './users.ts';

/**
 * The table of those who call, whoever signs them in.
 *
 * @throws KitError AUTH_USERS as the plan of the service would
 */
export function peopleOf(service: ServiceModel, answers: AuthAnswers): People | undefined {
  return isExternal(answers) ? externalUsersOf(service, answers) : usersOf(service, answers);
}
