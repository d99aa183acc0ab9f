/** What is wrong with `<table>=<path>`; undefined when a path can be read from it. */
export function pathProblem(choice: string): string | undefined {
  const { table, path } = parsePath(choice);
  if (table === '' || path === '') return `"${choice}" is not <table>=<path>, e.g. user=members.`;
  if (PATH.test(path)) return undefined;
  return `"${path}" is no path: words in lower case with hyphens between them, e.g. team-members.`;
}

const PATH = /^(?!\p{Lu})[\p{Ll}\p{Lo}\p{M}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{M}\p{N}]+)*$/u;

/** The table and the path of a choice as it was written; '' where one is missing. */
export function parsePath(choice: string): { table: string; path: string } {
  const end = choice.lastIndexOf('=');
  return {
    table: choice.slice(0, Math.max(end, 0)),
    path: choice.slice(end + 1).replace(/^\/+(v1\/)?/, ''),
  };
}
