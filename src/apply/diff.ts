import { Buffer } from 'node:buffer';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** A unified diff from what is on the disk to what the kit would write; for binary files only a line that says so. */
export function unifiedDiff(path: string, disk: Uint8Array, planned: string | Uint8Array): string {
  const before = textOf(disk);
  const after = typeof planned === 'string' ? planned : textOf(planned);
  if (before === undefined || after === undefined) return `${path}: binary, and different\n`;
  return createTwoFilesPatch(path, path, before, after, 'on the disk', 'from the kit', {
    headerOptions: FILE_HEADERS_ONLY,
    context: 3,
    stripTrailingCr: true,
  });
}

function textOf(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return text.includes('\0') ? undefined : text;
}
