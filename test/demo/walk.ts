import assert from 'node:assert/strict';
import { runChild } from '../support/children.ts';
import { cleanEnv } from '../support/environment.ts';

export interface Request {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Answer {
  status: number;
  statusText: string;
  /** The header's value, '' without one. */
  header: (name: string) => string;
  /** `{}` for an answer without a body. */
  body: Record<string, unknown>;
}

/** The answers to the steps that have a name. */
export type Seen = Record<string, Answer>;

export interface Step {
  /** What it shows, in one line. */
  title: string;
  /** A name by which later steps find the answer. */
  as?: string;
  request: (seen: Seen) => Request | Promise<Request>;
  /** How often it is sent at once; the fields to print must be the same in all answers. */
  atOnce?: number;
  /** What is run before it, in the service's folder, as a person would type it: `npm run …`. */
  run?: [string, ...string[]];
  /** The status that the answer must have. */
  status: number;
  /** What else must be true of the answer. @throws when it is not */
  check?: (answer: Answer, seen: Seen) => void;
  /** The headers to print. */
  headers?: string[];
  /** The fields to print, as paths: `data.*.name`. */
  fields?: string[];
}

/** A step as it went. */
export interface Walked {
  step: Step;
  request: Request;
  answer: Answer;
  /** Why the answer is not as it should be. */
  failure?: string;
}

/**
 * Takes the steps one after the other, up to the first that fails: those after it build on its answer.
 *
 * @throws {ChildError} when what a step runs fails
 */
export async function* walk(
  { origin, folder }: { origin: string; folder: string },
  steps: readonly Step[],
): AsyncGenerator<Walked> {
  const seen: Seen = {};
  for (const step of steps) {
    if (step.run) await runChild(step.run, { cwd: folder, env: cleanEnv() });
    const request = await step.request(seen);
    const sent = Array.from({ length: step.atOnce ?? 1 }, () => send(origin, request));
    const answers = await Promise.all(sent);
    const [answer] = answers as [Answer];
    const failure = failureOf(step, answers as [Answer], seen);
    if (step.as !== undefined) seen[step.as] = answer;
    yield { step, request, answer, ...(failure !== undefined && { failure }) };
    if (failure !== undefined) return;
  }
}

async function send(origin: string, { method = 'GET', path, headers, body }: Request) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    statusText: response.statusText,
    header: (name: string) => response.headers.get(name) ?? '',
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

function failureOf(step: Step, answers: [Answer, ...Answer[]], seen: Seen): string | undefined {
  const [answer, ...others] = answers;
  try {
    assert.equal(answer.status, step.status, `the status should be ${step.status}`);
    for (const other of others) {
      for (const field of step.fields ?? []) {
        assert.deepEqual(other.body[field], answer.body[field], `${field} should be the same`);
      }
    }
    step.check?.(answer, seen);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
