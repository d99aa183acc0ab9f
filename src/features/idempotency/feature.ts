import type { Feature } from '../feature.ts';
import { parts } from './parts.ts';

/** A POST that is sent twice under one `Idempotency-Key` is done once, and answered as it was at first. */
export const idempotency: Feature<{ idempotency: boolean }> = {
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
};
