import type { Imported, Piece } from './anatomy.ts';
import { type KeptModule, Ledger, namesKept } from './kept.ts';
import { type Library, type Module, targetOf } from './library.ts';
import { type Inference, partsOf, type Reference } from './references.ts';
import { isPlainModule, mayAskFor, TooMuch } from './worth.ts';
import { shapeOf } from './zod-shape.ts';

/** How a name is asked for. */
interface Use {
  kind: Reference['kind'];
  /** The one thing that is used of a namespace. */
  member: string | null;
  /** `type`: only a type leads here, so that what it needs may be refused. `stand-in`: it was. */
  mode: 'value' | 'type' | 'stand-in';
}

const VALUE: Use = { kind: 'value', member: null, mode: 'value' };
const TYPE: Use = { kind: 'type', member: null, mode: 'type' };

/**
 * Works out which pieces of which modules the tables need. What they need at run time is never refused. What only their
 * types need is kept while it is small, plain TypeScript of the project, and needs no package at run time that the tables
 * do not need themselves; in place of the rest a type stands in.
 */
export class Needs {
  readonly ledger = new Ledger();
  readonly #library: Library;
  readonly #root: string;
  /** Types that pieces which are there at run time ask for; looked at when all of those are known. */
  readonly #later: { kept: KeptModule; piece: Piece; reference: Reference }[] = [];
  #opened = 0;

  constructor(library: Library, root: string) {
    this.#library = library;
    this.#root = root;
  }

  /** Keeps an export of a module with all that it needs at run time. */
  async root(path: string, name: string): Promise<void> {
    await this.#exported(path, name, VALUE);
  }

  /**
   * Keeps the statements of kept modules that only have an effect: those that change something kept, or with `touching`
   * all that use something kept.
   */
  async effects(touching: boolean): Promise<void> {
    let before = -1;
    while (before !== this.ledger.mark) {
      before = this.ledger.mark;
      for (const kept of this.ledger.modules.values()) {
        const names = namesKept(kept);
        for (const piece of kept.module.pieces) {
          const { kind, changes, references } = piece;
          const used = touching ? references.map(({ name }) => name) : changes;
          const isWanted = kind === 'effect' && used.some((name) => names.has(name));
          if (isWanted) await this.#piece(kept, piece, piece.names[0] ?? '', VALUE);
        }
      }
    }
  }

  /** Keeps the types that all of this asks for, or notes what has to stand in for them. */
  async types(): Promise<void> {
    for (const { kept, piece, reference } of this.#later) {
      this.#opened = 0;
      await this.#typeUse(kept, piece, reference);
    }
  }

  async #exported(path: string, name: string, use: Use): Promise<void> {
    const kept = await this.#enter(path, use);
    const { module } = kept;
    if (kept.isWhole) return this.#whole(kept, use);
    const exported = module.exports.get(name);
    if (exported) {
      this.ledger.add(kept.exports, name);
      return 'local' in exported
        ? this.#binding(kept, exported.local, use)
        : this.#imported(kept, exported.from, use);
    }
    for (const star of module.stars) {
      const target = targetOf(module, star);
      if (target?.kind !== 'file') {
        if (target?.kind === 'package') this.ledger.add(kept.stars, star);
      } else if (await this.#library.offers(target.path, name, [path])) {
        this.ledger.add(kept.stars, star);
        return this.#exported(target.path, name, use);
      }
    }
  }

  /** Every export of a module, for a namespace that is used as a whole. */
  async #all(path: string, use: Use): Promise<void> {
    const kept = await this.#enter(path, use);
    if (kept.isWhole) return this.#whole(kept, use);
    for (const name of kept.module.exports.keys()) {
      if (!kept.exports.has(name)) await this.#exported(path, name, use);
    }
    for (const star of kept.module.stars) {
      if (kept.stars.has(star)) continue;
      this.ledger.add(kept.stars, star);
      await this.#imported(kept, { specifier: star, name: '*' }, use);
    }
  }

  async #whole(kept: KeptModule, { mode }: Use): Promise<void> {
    const { imports } = kept.module.node;
    if (mode !== 'value' && imports.length > 0) throw new TooMuch();
    if (kept.imports.has('*')) return;
    this.ledger.add(kept.imports, '*');
    for (const { specifier } of imports) {
      await this.#imported(kept, { specifier, name: '*' }, VALUE);
    }
  }

  async #enter(path: string, { mode }: Use): Promise<KeptModule> {
    const known = this.ledger.modules.get(path);
    if (known) return known;
    if (mode !== 'value' && !this.#isPlain(path)) throw new TooMuch();
    if (mode !== 'value') this.#opened += 1;
    return this.ledger.keep(await this.#library.open(path));
  }

  #isPlain(path: string): boolean {
    return isPlainModule(path, this.#root, this.#opened);
  }

  async #binding(kept: KeptModule, local: string, use: Use): Promise<void> {
    const { module } = kept;
    const imported = module.imports.get(local);
    if (!imported) {
      for (const piece of module.pieces) {
        if (piece.names.includes(local)) await this.#piece(kept, piece, local, use);
      }
      return;
    }
    if (use.mode === 'stand-in' && !(await this.#leadsToSource(module, imported))) {
      const { kind, member } = use;
      const as = kind === 'type' && member !== null ? (`.${member}` as const) : undefined;
      return this.ledger.standIn(kept, local, as ?? (kind === 'type' ? 'type' : 'value'));
    }
    this.ledger.add(kept.imports, local);
    if (use.kind === 'value') this.ledger.add(kept.values, local);
    await this.#imported(kept, imported, use);
  }

  /** Whether what is imported is declared in a module of the project that can be brought. */
  async #leadsToSource(module: Module, { specifier, name }: Imported): Promise<boolean> {
    const target = targetOf(module, specifier);
    if (target?.kind !== 'file' || name === '*') return false;
    const found = await this.#library.declaration(target.path, name, 'outside');
    if (!found?.module.pieces.some(({ names }) => names.includes(found.local))) return false;
    const { path } = found.module.node;
    return [path, target.path].every((one) => this.ledger.modules.has(one) || this.#isPlain(one));
  }

  async #imported(kept: KeptModule, { specifier, name }: Imported, use: Use): Promise<void> {
    const target = targetOf(kept.module, specifier);
    if (target?.kind === 'package') return this.#package(kept, target.name, use);
    if (target?.kind !== 'file') {
      if (target?.kind !== 'builtin' && use.mode === 'type') throw new TooMuch();
      return;
    }
    const wanted = name === '*' ? use.member : name;
    if (wanted === null) return this.#all(target.path, use);
    await this.#exported(target.path, wanted, { ...use, member: null });
  }

  #package({ module }: KeptModule, name: string, { kind, mode }: Use): void {
    const { packages } = this.ledger;
    if (mode === 'value' && kind === 'value') return this.ledger.add(packages, name);
    if (mode !== 'type') return;
    const asked = { isType: kind === 'type', isNeeded: packages.has(name) };
    if (!mayAskFor(name, module.node.path, asked)) throw new TooMuch();
  }

  async #piece(kept: KeptModule, piece: Piece, local: string, use: Use): Promise<void> {
    if (kept.pieces.has(piece)) return;
    const as = use.kind === 'type' ? 'type' : 'value';
    if (use.mode === 'stand-in') return this.ledger.standIn(kept, local, as);
    if (use.mode === 'type' && piece.kind === 'type') return this.#typePiece(kept, piece, local);
    this.ledger.add(kept.pieces, piece);
    await this.#dynamicImports(kept, piece, use);
    for (const reference of piece.references) {
      const { name, kind, member } = reference;
      if (kind === 'value') await this.#binding(kept, name, { ...use, kind, member });
      else if (use.mode === 'value') this.#later.push({ kept, piece, reference });
      else await this.#typeUse(kept, piece, reference);
    }
  }

  /** `import('./x')` inside a piece. */
  async #dynamicImports(kept: KeptModule, { start, end }: Piece, use: Use): Promise<void> {
    for (const site of kept.module.node.imports) {
      if (site.start < start || site.end > end) continue;
      const imported = { specifier: site.specifier, name: site.names[0] ?? '*' };
      if (!site.type) await this.#imported(kept, imported, { ...VALUE, mode: use.mode });
      else if (!(await this.#isSmall(() => this.#imported(kept, imported, TYPE)))) {
        this.ledger.add(kept.refused, site);
      }
    }
  }

  /** Whether something could be kept; nothing of it is when it is too much. */
  async #isSmall(keep: () => Promise<void>): Promise<boolean> {
    const { mark } = this.ledger;
    try {
      await keep();
      return true;
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      this.ledger.rollBack(mark);
      return false;
    }
  }

  /** A type comes along with its parts, or something stands in for it where one of its values is too much. */
  async #typePiece(kept: KeptModule, piece: Piece, local: string): Promise<void> {
    if (kept.standIns.has(local)) return;
    const isSmall = await this.#isSmall(async () => {
      this.ledger.add(kept.pieces, piece);
      await this.#dynamicImports(kept, piece, TYPE);
      for (const reference of piece.references) {
        const { name, kind, member, inference } = reference;
        if (inference !== null) await this.#inference(kept, piece, inference);
        else if (kind === 'type') await this.#typeUse(kept, piece, reference);
        else await this.#binding(kept, name, { kind, member, mode: 'type' });
      }
    });
    if (!isSmall) this.ledger.standIn(kept, local, 'type');
  }

  /** A use of a type for which something can stand in by itself. */
  async #typeUse(kept: KeptModule, piece: Piece, reference: Reference): Promise<void> {
    const { name, kind, member, inference } = reference;
    if (inference !== null) return this.#inference(kept, piece, inference);
    const use: Use = { kind, member, mode: 'type' };
    if (await this.#isSmall(() => this.#binding(kept, name, use))) return;
    await this.#binding(kept, name, { ...use, mode: 'stand-in' });
  }

  /** Beside its schema, `z.infer` stays as it is; else the type is written out. */
  async #inference(kept: KeptModule, piece: Piece, position: number): Promise<void> {
    const { module } = kept;
    const inference = module.inferences[position];
    if (!inference || kept.shapes.has(position)) return;
    const parts = piece.references.filter(isPartOf(position));
    const isThere = await this.#isThere(module, inference);
    const keep = async () => {
      for (const { name, kind, member } of parts) {
        await this.#binding(kept, name, { kind, member, mode: 'type' });
      }
    };
    if (isThere && (await this.#isSmall(keep))) return;
    const shape = await shapeOf(inference, module, this.#library);
    if (shape === null && isAll(piece, inference)) throw new TooMuch();
    this.ledger.set(kept.shapes, position, shape);
  }

  /** Whether the tables themselves need the schema that a type is inferred from. */
  async #isThere(module: Module, { schema }: Inference): Promise<boolean> {
    const found = await this.#library.located(module, partsOf(schema));
    const kept = found && this.ledger.modules.get(found.module.node.path);
    return kept !== undefined && namesKept(kept).has(found?.local ?? '');
  }
}

/** `type X = z.infer<...>`, for which a type called X can stand in. */
const isAll = ({ node }: Piece, { start }: Inference) =>
  node.type === 'TSTypeAliasDeclaration' && node.typeAnnotation.start === start;

const isPartOf =
  (position: number) =>
  ({ inference }: Reference) =>
    inference === position;
