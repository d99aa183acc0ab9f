import { Problem } from '../http/problem';
import { UpstreamError } from './failures';

/** Seconds after which a client may ask again, where the other side said nothing of it. */
const SOON = 5;

/** @returns what the client of a route learns when a call fails; it need not know of whom. Undefined for any other error */
export function upstreamProblem(error: unknown): Problem | undefined {
  if (!(error instanceof UpstreamError)) return undefined;
  const { failure, asked } = error;
  // It was our call that was wrong, or the answer: the same again would be, too.
  if (failure === 'refused' || failure === 'broken') {
    return new Problem(502, { detail: 'Another service did not answer as agreed.', cause: error });
  }
  if (failure === 'late') {
    return new Problem(504, { detail: 'Another service took too long.', cause: error });
  }
  const seconds = asked === undefined ? SOON : Math.ceil(asked / 1000);
  return new Problem(503, {
    detail: 'Another service is not available.',
    headers: { 'retry-after': String(seconds) },
    cause: error,
  });
}
