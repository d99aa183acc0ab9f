import { isMergePatch, MERGE_PATCH } from './merge-patch';
import { jsonPointer } from './pointer';
import { Problem, unprocessable } from './problem';
import type { App } from './types';

/** Bodies are JSON; a PATCH may also name it as what it is, a merge patch (RFC 7396). Anything else is a 415. */
export function registerBodyParsers(app: App): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    ['application/json', MERGE_PATCH],
    { parseAs: 'string' },
    (request, text, done) => {
      if (isMergePatch(request) && request.method !== 'PATCH') {
        done(new Problem(415, { detail: `${MERGE_PATCH} is for PATCH.` }));
        return;
      }
      void parseJson(request, text, (error, body) => done(error ?? nulProblem(text, body), body));
    },
  );
}

/** Postgres can't store NUL in text or jsonb. In JSON it can only be written as an escape, so that most bodies are not walked. */
function nulProblem(text: string, body: unknown): Problem | null {
  if (!text.includes('\\u0000')) return null;
  const path = findNul(body);
  if (!path) return null;
  const detail = 'Must not hold a NUL character';
  return unprocessable('The body is not valid.', [{ pointer: jsonPointer(path), detail }]);
}

/** Walks with a list of its own: a body nested ten thousand deep must not overflow the stack. */
function findNul(body: unknown): PropertyKey[] | undefined {
  const pending: { value: unknown; path: Path | undefined }[] = [{ value: body, path: undefined }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && value.includes('\0')) return toList(path);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      const childPath = { key, parent: path };
      if (key.includes('\0')) return toList(childPath);
      pending.push({ value: child, path: childPath });
    }
  }
  return undefined;
}

interface Path {
  key: string;
  parent: Path | undefined;
}

function toList(path: Path | undefined): string[] {
  const keys: string[] = [];
  for (let step = path; step; step = step.parent) keys.push(step.key);
  return keys.toReversed();
}
