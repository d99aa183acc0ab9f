type Lines = { text: string } | 'unchanged';

/** Adds the lines of `wanted` that a list such as `.gitignore` lacks to its end; comments come along with their lines. */
export function addLines(text: string, wanted: string): Lines {
  const missing = missingLines(text, wanted);
  if (missing === undefined) return 'unchanged';
  const separator = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  return { text: `${text}${separator}${missing}` };
}

/** The same at the start: in a list such as `.gitattributes` the last line that fits counts, and stays the one it was. */
export function putLinesFirst(text: string, wanted: string): Lines {
  const missing = missingLines(text, wanted);
  if (missing === undefined) return 'unchanged';
  return { text: text === '' ? missing : `${missing}\n${text}` };
}

/** A text with its lines ended as the kit ends them; git and editors may have changed that without anybody having edited it. */
export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function missingLines(text: string, wanted: string): string | undefined {
  const present = new Set(lines(text).map((line) => line.trim()));
  const missing = lines(wanted).filter((line) => line.trim() !== '' && !present.has(line.trim()));
  return missing.every((line) => line.startsWith('#')) ? undefined : `${missing.join('\n')}\n`;
}

function lines(text: string): string[] {
  return text.split(/\r?\n/);
}
