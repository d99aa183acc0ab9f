import { isDeepStrictEqual } from 'node:util';
import type { Edit } from './edit.ts';

/** Sets one top-level key of a JSON object; the rest, and the indentation, stay as they are. */
export function setJsonKey(text: string, key: string, value: unknown): Edit {
  const cannot = (reason: string): Edit => ({
    cannot: { reason, paste: `${JSON.stringify(key)}: ${JSON.stringify(value, null, 2)}` },
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return cannot('it is not valid JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return cannot('it is not a JSON object');
  }
  if (isDeepStrictEqual((json as Record<string, unknown>)[key], value)) return 'unchanged';
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
  const end = text.endsWith('\n') ? '\n' : '';
  return { text: JSON.stringify({ ...json, [key]: value }, null, indent) + end };
}
