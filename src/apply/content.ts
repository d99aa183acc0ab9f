import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { unixLines } from '../edit/lines.ts';

/**
 * The SHA-256 of a file's content, in hex. A text has the same however its lines end: a checkout by git for Windows is no
 * edit of the team's.
 */
export function sha256(content: string | Uint8Array): string {
  const bytes = Buffer.from(content as string);
  // As in git: what holds a zero is no text.
  const isText = !bytes.includes(0);
  const hashed = isText ? Buffer.from(unixLines(bytes.toString('latin1')), 'latin1') : bytes;
  return createHash('sha256').update(hashed).digest('hex');
}

/** Whether two contents are the same but for the ends of their lines. */
export function isSameContent(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return sha256(a) === sha256(b);
}
