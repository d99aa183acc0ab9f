import fastq from 'fastq';
import type { Context } from '../db/context';
import { unavailable } from './problem';

type Work = () => Promise<unknown>;

/** By what statements run on: there is one for each app. */
const lanes = new WeakMap<
  object,
  { run: (work: Work) => Promise<unknown>; isFull: () => boolean }
>();

/** For each list that runs, how many may wait for their turn. */
const WAITING = 2;

/**
 * Bounds what reads a whole table, apart from everything else: however many such lists are asked for, single rows, other lists
 * and health find a connection.
 *
 * @param atOnce how many run; a few more wait, and the rest is refused
 */
export function boundSlowLists(db: Context['db'], atOnce: number): void {
  const queue = fastq.promise((work: Work) => work(), atOnce);
  lanes.set(db, {
    run: (work) => queue.push(work),
    isFull: () => queue.length() >= atOnce * WAITING,
  });
}

/**
 * Runs a slow list when it is its turn. In a transaction, which holds a connection already, and in scripts it always is.
 *
 * @throws {Problem} 503 when too many wait already
 */
export async function inTurn<Result>(
  { db, signal }: Context,
  list: () => Promise<Result>,
): Promise<Result> {
  const lane = lanes.get(db);
  if (!lane) return list();
  if (lane.isFull()) throw unavailable('Too many slow lists are asked for at once.', 2);
  return lane.run(() => {
    // Who has hung up while waiting asks for nothing any more.
    signal?.throwIfAborted();
    return list();
  }) as Promise<Result>;
}
