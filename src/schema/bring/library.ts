import { type Anatomy, anatomyOf } from './anatomy.ts';
import { type ModuleNode, readNode } from './graph.ts';
import type { Resolve, Resolved } from './resolver.ts';

/** A module of the project with everything that is known of it. */
export interface Module extends Anatomy {
  node: ModuleNode;
}

/** The modules of a project, read and taken apart when they are first asked for. */
export class Library {
  readonly #resolve: Resolve;
  readonly #modules = new Map<string, Promise<Module>>();

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  open(path: string): Promise<Module> {
    const known = this.#modules.get(path) ?? this.#read(path);
    this.#modules.set(path, known);
    return known;
  }

  async #read(path: string): Promise<Module> {
    const node = await readNode(path, this.#resolve);
    return { node, ...anatomyOf(path, node.source) };
  }

  /** Whether a module exports a name, itself or through `export *`. */
  async offers(path: string, name: string, visiting: readonly string[] = []): Promise<boolean> {
    if (visiting.includes(path)) return false;
    const module = await this.open(path);
    if (module.isWhole || module.exports.has(name)) return true;
    if (name === 'default') return false;
    for (const star of module.stars) {
      const target = targetOf(module, star);
      if (target?.kind !== 'file') continue;
      if (await this.offers(target.path, name, [...visiting, path])) return true;
    }
    return false;
  }

  /** Where a name that is exported or used in a module is declared: the module and its own name for it. */
  async declaration(
    path: string,
    name: string,
    from: 'outside' | 'inside',
  ): Promise<{ module: Module; local: string } | undefined> {
    const module = await this.open(path);
    const exported = from === 'outside' ? module.exports.get(name) : { local: name };
    if (exported === undefined) return this.#behindStar(module, name);
    const imported = 'from' in exported ? exported.from : module.imports.get(exported.local);
    if (!imported) return 'local' in exported ? { module, local: exported.local } : undefined;
    const target = targetOf(module, imported.specifier);
    if (target?.kind !== 'file' || imported.name === '*') return undefined;
    return this.declaration(target.path, imported.name, 'outside');
  }

  /** The same for `a.b`, where `a` may be a namespace; `rest` is what is left of the path then. */
  async located(
    { node, ...module }: Module,
    [root = '', ...rest]: string[],
  ): Promise<{ module: Module; local: string; rest: string[] } | undefined> {
    const imported = module.imports.get(root);
    const [member, ...deeper] = rest;
    if (imported?.name !== '*' || member === undefined) {
      const found = await this.declaration(node.path, root, 'inside');
      return found && { ...found, rest };
    }
    const target = targetOf({ node }, imported.specifier);
    if (target?.kind !== 'file') return undefined;
    const found = await this.declaration(target.path, member, 'outside');
    return found && { ...found, rest: deeper };
  }

  async #behindStar(module: Module, name: string) {
    for (const star of module.stars) {
      const target = targetOf(module, star);
      if (target?.kind === 'file' && (await this.offers(target.path, name, [module.node.path]))) {
        return this.declaration(target.path, name, 'outside');
      }
    }
    return undefined;
  }
}

/** Where an import of a module leads. */
export function targetOf({ node }: Pick<Module, 'node'>, specifier: string): Resolved | undefined {
  return node.imports.find((site) => site.specifier === specifier)?.target;
}
