import type { Feature } from '../features/feature.ts';
import { features } from '../features/index.ts';
import type { KitReference } from '../kit/package.ts';
import type { Schema } from '../schema/table.ts';
import { isOlder } from '../versions.ts';
import type { ServiceChoices } from './service.ts';

interface ServicePackage {
  name: string;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  [key: string]: unknown;
}

interface PackageInput {
  answers: ServiceChoices;
  schema: Schema;
  kit: KitReference;
  /** Whether the service brings Node along as a package. */
  carriesNode: boolean;
  features: readonly Feature[];
}

/** What a service runs on. One that is created on an older Node carries the runtime itself, the package `node`. */
const OLDEST_NODE = '22.12';

/**
 * The service's package.json: the versions of `templates/service`, what the schema imports, and the kit.
 *
 * @param template the text of `templates/service/package.json`
 */
export function servicePackage(
  template: string,
  { answers, schema, kit, carriesNode, features: chosen }: PackageInput,
): string {
  const all = JSON.parse(template) as ServicePackage;
  const unused = unusedPackages(chosen);
  const base = {
    ...all,
    dependencies: without(all.dependencies, unused),
    devDependencies: without(all.devDependencies, unused),
  };
  const pinned = { ...base.devDependencies, ...base.dependencies };
  const own = Object.entries(schema.dependencies).filter(([name]) => !(name in pinned));
  const isType = ([name]: [string, string]) => name.startsWith('@types/');
  const { node: runtime, ...tools } = base.devDependencies;
  if (!runtime) throw new Error('package.json of the templates pins no version of node');
  const content: ServicePackage = {
    ...base,
    name: answers.name,
    scripts: Object.assign({}, base.scripts, ...chosen.map(({ scripts }) => scripts)),
    dependencies: sorted({
      ...base.dependencies,
      ...Object.fromEntries(own.filter((entry) => !isType(entry))),
    }),
    devDependencies: sorted({
      ...tools,
      ...Object.fromEntries(own.filter(isType)),
      [kit.name]: kit.dependency,
      ...(carriesNode && { node: runtime }),
    }),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Packages of the template that belong to features, and to none that the service has. */
function unusedPackages(chosen: readonly Feature[]): Set<string> {
  const packagesOf = (some: readonly Feature[]) => some.flatMap(({ packages = [] }) => packages);
  const used = new Set(packagesOf(chosen));
  return new Set(packagesOf(features).filter((name) => !used.has(name)));
}

function without(entries: Record<string, string>, names: ReadonlySet<string>) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !names.has(name)));
}

/** Whether a version of Node, by default the one that the kit runs on, is too old for a service. */
export function needsBundledNode(version = process.versions.node): boolean {
  return isOlder(version, OLDEST_NODE);
}

function sorted(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
