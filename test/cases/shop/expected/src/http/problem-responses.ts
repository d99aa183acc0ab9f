import { problemBody } from './problem';

type Status = 400 | 404 | 409 | 412 | 422;

/** What a route may answer instead of what was asked for; for the types of its handler and for the documentation. */
export function problemResponses<S extends Status>(
  ...statuses: S[]
): Record<S, typeof problemBody> {
  return Object.fromEntries(statuses.map((status) => [status, problemBody])) as Record<
    S,
    typeof problemBody
  >;
}
