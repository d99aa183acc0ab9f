import type { Piece } from './anatomy.ts';
import type { Module } from './library.ts';
import type { ImportSite } from './parse.ts';

/** What stands in for a name that stays behind: a type, a value of which only the type is wanted, a type `.x` inside it. */
export type StandIn = Set<StandInKind>;
export type StandInKind = 'type' | 'value' | `.${string}`;

/** What is brought of one module. */
export interface KeptModule {
  module: Module;
  /** Everything: it can't be taken apart. */
  isWhole: boolean;
  pieces: Set<Piece>;
  /** Local names of imports, and those of them that are there at run time. */
  imports: Set<string>;
  values: Set<string>;
  exports: Set<string>;
  /** Specifiers of `export *`. */
  stars: Set<string>;
  /** Own names that stay behind although a type asks for them. */
  standIns: Map<string, StandIn>;
  /** Position of an inference -> the type that it comes to; null where that can't be worked out. */
  shapes: Map<number, string | null>;
  /** `import('./x').T` that is not followed. */
  refused: Set<ImportSite>;
}

/** A record of what is kept whose latest entries can be taken back. */
export class Ledger {
  readonly modules = new Map<string, KeptModule>();
  /** Packages that are there at run time. */
  readonly packages = new Set<string>();
  readonly #undo: (() => void)[] = [];

  get mark(): number {
    return this.#undo.length;
  }

  rollBack(mark: number): void {
    for (const undo of this.#undo.splice(mark).toReversed()) undo();
  }

  add<T>(to: Set<T>, item: T): void {
    if (to.has(item)) return;
    to.add(item);
    this.#undo.push(() => to.delete(item));
  }

  set<K, V>(to: Map<K, V>, key: K, value: V): void {
    const had = to.has(key);
    const before = to.get(key);
    to.set(key, value);
    this.#undo.push(() => (had ? to.set(key, before as V) : to.delete(key)));
  }

  keep(module: Module): KeptModule {
    const { path } = module.node;
    const known = this.modules.get(path);
    if (known) return known;
    const kept: KeptModule = {
      module,
      isWhole: module.isWhole,
      pieces: new Set(),
      imports: new Set(),
      values: new Set(),
      exports: new Set(),
      stars: new Set(),
      standIns: new Map(),
      shapes: new Map(),
      refused: new Set(),
    };
    this.set(this.modules, path, kept);
    return kept;
  }

  standIn({ standIns }: KeptModule, name: string, as: StandInKind): void {
    this.set(standIns, name, new Set([...(standIns.get(name) ?? []), as]));
  }
}

/** The names of a module that are there at run time. */
export function namesKept({ pieces, values }: KeptModule): Set<string> {
  const own = [...pieces].filter(({ kind }) => kind !== 'type').flatMap(({ names }) => names);
  return new Set([...own, ...values]);
}
