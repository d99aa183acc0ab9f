import { notPromised, promised } from './requirements';
import type { Claim } from './tests';

/**
 * `docs/security.md`: what is promised, and the tests that hold it.
 *
 * @throws when something is promised that no test is about, or a test is about something that is not promised
 */
export function securityPage(claims: readonly Claim[]): string {
  const claimed = new Set(claims.flatMap(({ ids }) => ids));
  const untested = Object.keys(promised).filter((id) => !claimed.has(id));
  const unknown = [...claimed].filter((id) => !(id in promised));
  if (untested.length > 0) throw new Error(`No test is about ${untested.join(', ')}.`);
  if (unknown.length > 0) {
    throw new Error(`scripts/asvs/requirements.ts does not promise ${unknown.join(', ')}.`);
  }
  const rows = Object.entries(promised).map(
    ([id, what]) => `| ${id} | ${what} | ${testsOf(id, claims)} |`,
  );
  const others = Object.entries(notPromised).map(([id, why]) => `| ${id} | ${why} |`);
  return `# Security

Made of the tests by \`npm run asvs\`; a test fails when it is behind. The numbers are those of OWASP ASVS 5.0
(https://asvs.dev), the sentences say in short what each asks for. A test is about a requirement when its name ends in the number.

| ASVS | promise | tests |
| --- | --- | --- |
${rows.join('\n')}

## Not promised

| ASVS | why |
| --- | --- |
${others.join('\n')}
`;
}

/** By file, with the names behind it. */
function testsOf(id: string, claims: readonly Claim[]): string {
  const files = new Map<string, string[]>();
  for (const { ids, file, name } of claims) {
    if (ids.includes(id)) files.set(file, [...(files.get(file) ?? []), name]);
  }
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [...files]
    .map(([file, names]) => `\`${file}\`: ${names.map(cell).join('; ')}`)
    .join('<br>');
}
