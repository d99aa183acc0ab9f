/** Turns a folder's name into a valid npm package name, as near to it as can be. */
export function toPackageName(folder: string): string {
  const name = folder
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[._-]+/, '')
    .replace(/-+$/, '');
  return name || 'service';
}

/** What is wrong with an npm package name; undefined when npm accepts it. */
export function packageNameProblem(name: string): string | undefined {
  if (name.length > 214) return 'A package name has at most 214 characters.';
  if (name === 'node_modules' || name === 'favicon.ico') return `npm does not allow "${name}".`;
  if (/^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name)) return undefined;
  return `"${name}" is not a package name: lower-case letters, digits, - . _ ~, and not . or _ first.`;
}
