import { Questionnaire } from '../../ask/questionnaire.ts';
import { withAccess } from '../../model/access/apply.ts';
import { policiesOf } from '../../model/access/policies.ts';
import { policyModel } from '../../model/access/policy.ts';
import type { AuthAnswers } from '../auth/feature.ts';
import { usersOf } from '../auth/users.ts';
import type { Feature } from '../feature.ts';
import { parts } from './parts.ts';
import { simplePlan } from './simple.ts';

/** Who may do what, and whose row it is, in a service that knows who calls. */
export const access: Feature<AuthAnswers> = {
  name: 'auth-access',
  questions: new Questionnaire<AuthAnswers>(),
  isOn: ({ auth }) => auth !== 'none',
  parts,
  shape: ({ service, answers }) =>
    withAccess(service, simplePlan(service, usersOf(service, answers)?.table)),
  files: ({ service, render }) =>
    policiesOf(service).map((table) => ({
      path: `src/modules/${table.names.kebab}/${table.names.kebab}.policy.ts`,
      content: render('policy', {
        names: table.names,
        access: policyModel(table, service),
      }),
      owner: 'managed',
    })),
};
