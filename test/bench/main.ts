import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/kit/package.ts';
import { ChildError, stopChildren } from '../support/children.ts';
import { type Figure, formatFigures } from './figure.ts';
import { ceilingFigures } from './ceiling/ceiling.ts';
import { httpFigures } from './http/compare.ts';
import { keyFigures } from './http/keys.ts';
import { kitFigures } from './kit.ts';
import { rushFigures } from './rush.ts';
import { startFigures, suiteFigures } from './service.ts';
import { signInFigures } from './sign-in.ts';
import { prepareShop, type Shop } from './shop.ts';
import { tracingFigures } from './tracing.ts';

/**
 * How fast the kit and a service are, in one run on one machine. See docs/performance.md.
 *
 * usage: npm run bench [-- --json] [--only kit,suite,start,http,ceiling,keys,rush,tracing,sign-in] [--keep]
 */
const { values } = parseArgs({
  options: {
    /** The figures as JSON. */
    json: { type: 'boolean', default: false },
    /** Which parts to measure. */
    only: { type: 'string', default: 'kit,suite,start,http,ceiling,keys,rush,tracing,sign-in' },
    /** Take the service that an earlier run created. */
    keep: { type: 'boolean', default: false },
  },
});
const folder = join(packageRoot(), '.cache', 'bench');
const parts = new Set(values.only.split(','));
const ofShop: Record<string, (shop: Shop) => Promise<Figure[]>> = {
  suite: suiteFigures,
  start: startFigures,
  http: (shop) => httpFigures(shop, log),
  rush: (shop) => rushFigures(shop, log),
  keys: (shop) => keyFigures(shop, log),
  tracing: async (shop) => {
    const traced = await prepareShop(folder, { ...values, isTraced: true });
    const figures = await tracingFigures(shop, traced, log);
    await traced.stop();
    return figures;
  },
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stopChildren().finally(() => process.exit(130)));
}
let code = 0;
try {
  const figures = await measure();
  const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}`;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ machine, figures }, null, 2)}\n`
      : `${machine}\n${formatFigures(figures)}\n`,
  );
} catch (error) {
  log(error instanceof ChildError ? `${error.message}\n${error.output}` : String(error));
  code = 1;
}
await stopChildren();
process.exitCode = code;

async function measure(): Promise<Figure[]> {
  const figures: Figure[] = [];
  if (parts.has('kit')) {
    log('the kit ...');
    figures.push(...(await kitFigures(folder)));
  }
  const wanted = Object.entries(ofShop).filter(([name]) => parts.has(name));
  if (wanted.length > 0) {
    log('creating and building the shop ...');
    const shop = await prepareShop(folder, values);
    for (const [name, part] of wanted) {
      log(`${name} ...`);
      figures.push(...(await part(shop)));
    }
    await shop.stop();
  }
  if (parts.has('ceiling')) {
    log('creating and building a service of one small table ...');
    figures.push(...(await ceilingFigures(folder, values, log)));
  }
  if (parts.has('sign-in')) {
    log('creating and building the shop with sign-in ...');
    const shop = await prepareShop(folder, { ...values, signsIn: true });
    figures.push(...(await signInFigures(shop, log)));
    await shop.stop();
  }
  return figures;
}

/** Progress is for people: stdout may be JSON. */
function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
