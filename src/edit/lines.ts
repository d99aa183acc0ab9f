/** Adds the lines of `wanted` that a list such as `.gitignore` lacks to its end; comments come along with their lines. */
export function addLines(text: string, wanted: string): { text: string } | 'unchanged' {
  const present = new Set(lines(text).map((line) => line.trim()));
  const missing = lines(wanted).filter((line) => line.trim() !== '' && !present.has(line.trim()));
  if (missing.every((line) => line.startsWith('#'))) return 'unchanged';
  const separator = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  return { text: `${text}${separator}${missing.join('\n')}\n` };
}

function lines(text: string): string[] {
  return text.split(/\r?\n/);
}
