/**
 * A JSON pointer as a URI fragment: `#/items/0/sku`; the whole body is `#`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.reduce<string>((pointer, key) => `${pointer}/${escape(String(key))}`, '#');
}

function escape(key: string): string {
  // A lone surrogate can't be written in a URI.
  return encodeURIComponent(key.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}
