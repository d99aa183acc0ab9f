import type { PlannedFile } from '../../plan/planned-file.ts';
import type { Render } from '../../render/template.ts';
import type { AuthAnswers } from '../auth/questions.ts';
import type { Feature } from '../feature.ts';
import { refuseOwnTables } from '../own-tables.ts';
import { parts } from './parts.ts';

type IdempotencyAnswers = { idempotency: boolean } & Pick<AuthAnswers, 'auth'>;

/** A POST that is sent twice under one `Idempotency-Key` is done once, and answered as it was at first. */
export const idempotency: Feature<IdempotencyAnswers> = {
  name: 'idempotency',
  isOn: (answers) => answers.idempotency,
  config: {
    name: 'idempotency',
    keys: [
      {
        name: 'keptHours',
        variable: 'IDEMPOTENCY_KEPT_HOURS',
        schema: 'integer(1, 8760)',
        default: '24',
        about: 'how long the answer to a request with an `Idempotency-Key` is kept for its repeats',
      },
      {
        name: 'wait',
        variable: 'IDEMPOTENCY_WAIT_MS',
        schema: 'milliseconds(60_000)',
        default: '3000',
        about: 'longest wait for the same request while that is under way; then 409',
      },
      {
        name: 'sweepInterval',
        variable: 'IDEMPOTENCY_SWEEP_MS',
        schema: 'milliseconds().min(10)',
        default: '600000',
        about: 'how often answers that are over are deleted, give or take half of it',
      },
    ],
  },
  parts,
  shape: ({ service }) => {
    refuseOwnTables(service, OWN_TABLES, ABOUT);
    return service;
  },
  files: ({ answers, service, render }) => [
    ...(answers.auth === 'none' ? [] : [testOf('callers', render)]),
    ...(answers.auth === 'built-in' ? [testOf('sign-in', render)] : []),
    ...(service.tenancy ? [testOf('tenants', render)] : []),
  ],
};

function testOf(name: string, render: Render): PlannedFile {
  return {
    path: `test/idempotency/${name}.test.ts`,
    content: render(`${name}.test`, {}),
    owner: 'managed',
  };
}

const OWN_TABLES = [{ name: 'idempotency_answers', exportName: 'idempotencyAnswers' }];

const ABOUT = {
  what: 'answers under an Idempotency-Key',
  hint: 'Rename it, or leave keys out with --no-idempotency.',
};
