import assert from 'node:assert/strict';
import type { Answer, Seen } from './walk.ts';

export type Row = Record<string, unknown>;

export function answer(seen: Seen, name: string): Answer {
  const found = seen[name];
  assert(found, `no step before this one is called ${name}`);
  return found;
}

export function id(seen: Seen, name: string): string {
  return String(answer(seen, name).body['id']);
}

export function product(seen: Seen): string {
  return String(rows(answer(seen, 'products').body)[0]?.['id']);
}

export function link(seen: Seen): string {
  return `/v1/products/${product(seen)}/collections/${id(seen, 'collection')}`;
}

export function rows(body: Row): Row[] {
  return body['data'] as Row[];
}

export function numbers(body: Row): unknown[] {
  return rows(body).map((row) => row['number']);
}

export function pointers(body: Row): unknown[] {
  return (body['errors'] as Row[]).map((error) => error['pointer']);
}
