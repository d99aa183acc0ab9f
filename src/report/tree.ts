/** One line of the tree: a file with a note behind it, e.g. its size. */
export interface TreeFile {
  path: string;
  note?: string;
}

interface Folder {
  folders: Map<string, Folder>;
  files: Map<string, string>;
}

/**
 * Draws files as a tree, folders first. Folders whose content would take the tree beyond `maxLines` are summed up as
 * `orders/ (4 files)`, the deepest ones first.
 */
export function fileTree(files: TreeFile[], maxLines = Number.POSITIVE_INFINITY): string[] {
  const root = folderOf(files);
  for (let depth = maxDepth(files); depth >= 1; depth--) {
    const lines = draw(root, '', depth);
    if (lines.length <= maxLines || depth === 1) return lines;
  }
  return [];
}

/** A file's size for people: `812 B`, `3.4 kB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function folderOf(files: TreeFile[]): Folder {
  const root: Folder = { folders: new Map(), files: new Map() };
  for (const { path, note = '' } of files) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? { folders: new Map(), files: new Map() };
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.set(name, note);
  }
  return root;
}

function draw(folder: Folder, indent: string, depth: number): string[] {
  const entries = [
    ...sorted(folder.folders).map(([name, inner]) => ({ name: `${name}/`, inner, note: '' })),
    ...sorted(folder.files).map(([name, note]) => ({ name, inner: undefined, note })),
  ];
  return entries.flatMap(({ name, inner, note }, index) => {
    const isLast = index === entries.length - 1;
    const line = `${indent}${isLast ? '└── ' : '├── '}${name}`;
    if (!inner) return [note ? `${line}  ${note}` : line];
    if (depth <= 1) return [`${line} (${countText(countFiles(inner))})`];
    return [line, ...draw(inner, `${indent}${isLast ? '    ' : '│   '}`, depth - 1)];
  });
}

function countFiles(folder: Folder): number {
  const inner = [...folder.folders.values()].reduce((sum, next) => sum + countFiles(next), 0);
  return inner + folder.files.size;
}

function countText(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

function maxDepth(files: TreeFile[]): number {
  return Math.max(1, ...files.map(({ path }) => path.split('/').length));
}

function sorted<T>(map: Map<string, T>): [string, T][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
