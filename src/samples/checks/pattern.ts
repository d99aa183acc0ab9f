const POSIX_CLASSES: Record<string, string> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`{-~',
  word: '\\w',
};

/** A Postgres regular expression (`~`, `~*`) as a JavaScript one; undefined if it uses what JavaScript lacks. */
export function posixPattern(source: string, operator: string): RegExp | undefined {
  if (!/^!?~\*?$/.test(operator)) return undefined;
  // Embedded options, word boundaries and collating elements mean something else in JavaScript, or nothing.
  if (/^\*{3}|^\(\?[a-z]+\)|\\[mMyYAZ]|\[[^\]]*\[[.=]/.test(source)) return undefined;
  const known = source.replace(
    /\[:(\w+):\]/g,
    (whole, name: string) => POSIX_CLASSES[name] ?? whole,
  );
  return compile(known, operator.endsWith('*') ? 'is' : 's');
}

/** A LIKE pattern as a regular expression. */
export function likePattern(source: string, operator: string): RegExp | undefined {
  const parts = source.match(/\\.|[^\\]/gs) ?? [];
  const body = parts.map((part) => LIKE_WILDCARDS[part] ?? escaped(part.at(-1) ?? '')).join('');
  return compile(`^${body}$`, operator.endsWith('*') ? 'is' : 's');
}

const LIKE_WILDCARDS: Record<string, string> = { '%': '.*', _: '.' };

const escaped = (character: string) => character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');

/** Texts that the function returns as they are. */
export function unchangedBy(functionName: string | undefined): RegExp | undefined {
  if (functionName === 'lower') return /^[^A-Z]*$/;
  if (functionName === 'upper') return /^[^a-z]*$/;
  return functionName?.endsWith('trim') ? /^(\S(.*\S)?)?$/ : undefined;
}

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
