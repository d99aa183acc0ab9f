import { stopChild } from '../../support/children.ts';
import type { Figure } from '../figure.ts';
import { productionEnv, type Shop } from '../shop.ts';
import { summarise } from '../stats.ts';
import { keyedCreates } from './operations.ts';
import { fillProducts } from './products.ts';
import { BUILT, measure, type Round, startLoad, startServer } from './server.ts';

const ROUNDS = 6;
const ROUND = 1500;

/** What an `Idempotency-Key` costs a create: one that is new, and one that is repeated, against one without, in turns. */
export async function keyFigures(shop: Shop, log: (line: string) => void): Promise<Figure[]> {
  const { categoryId } = await fillProducts(shop.databaseUrl);
  const load = startLoad();
  const envOf = (port: number) => productionEnv(shop, port);
  const service = await startServer(BUILT, { cwd: shop.folder, envOf });
  const creates = keyedCreates(categoryId);
  const rounds = new Map(creates.map(({ name }) => [name, [] as Round[]]));
  try {
    for (const create of creates) await measure(load, service, create, { milliseconds: ROUND });
    for (let i = 0; i < ROUNDS; i += 1) {
      log(`round ${i + 1} of ${ROUNDS} ...`);
      // None is always the first.
      for (const create of i % 2 === 0 ? creates : creates.toReversed()) {
        rounds
          .get(create.name)
          ?.push(await measure(load, service, create, { milliseconds: ROUND }));
      }
    }
  } finally {
    await Promise.all([load, service.child].map(stopChild));
  }
  return toFigures(rounds);
}

function toFigures(rounds: ReadonlyMap<string, Round[]>): Figure[] {
  const section = 'An Idempotency-Key, create';
  const without = rounds.get('without') ?? [];
  return [...rounds].flatMap(([name, of]): Figure[] => {
    const cpu = of.map((round) => round.cpu);
    const ratio = cpu.map((one, i) => one / (without[i]?.cpu ?? Number.NaN));
    const figures: Figure[] = [
      { section, name: `CPU, key ${name}`, unit: 'us/request', sample: summarise(cpu) },
    ];
    return name === 'without'
      ? figures
      : [
          ...figures,
          { section, name: `CPU, ${name} / without`, unit: 'ratio', sample: summarise(ratio) },
        ];
  });
}
