import { monitorEventLoopDelay } from 'node:perf_hooks';
import { GCProfiler, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Loaded into the service with `--import`: tells the parent process, when asked, how this one is. */
export interface Vitals {
  /** In megabytes, with nothing in it that could be collected. */
  heap: number;
  rss: number;
  /** Since it was asked the last time, in milliseconds. */
  loopP99: number;
  loopMax: number;
}

const RESOLUTION = 10;
const MEGABYTE = 2 ** 20;
const NANOSECONDS = 1e6;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
delay.enable();

let profiler = new GCProfiler();
let before = 0;
let most = 0;
let isWatching = false;

/** What its objects take, and what they hold outside of the heap. */
function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What is outside of the heap is given back only by the second one. */
function collectAll(): void {
  collect();
  collect();
}

/** At each turn of the loop, what could not be collected. Within a turn, only one request is worked on. */
function watch(): void {
  if (!isWatching) return;
  collectAll();
  most = Math.max(most, held());
  setImmediate(watch);
}

process.on('message', (question) => {
  if (question === 'watch') {
    collectAll();
    before = held();
    most = before;
    isWatching = true;
    watch();
    process.send?.(0);
    return;
  }
  if (question === 'watched') {
    isWatching = false;
    process.send?.(most - before);
    return;
  }
  if (question === 'take') {
    collect();
    // What is outside of the heap is given back only after that.
    setTimeout(() => {
      collect();
      before = held();
      profiler = new GCProfiler();
      profiler.start();
      process.send?.(0);
    }, 50);
    return;
  }
  if (question === 'taken') {
    const collections = profiler.stop()?.statistics ?? [];
    const peaks = collections.map(
      ({ beforeGC: { heapStatistics: heap } }) => heap.usedHeapSize + heap.externalMemory,
    );
    process.send?.(Math.max(held(), ...peaks) - before);
    return;
  }
  if (question === 'cpu') {
    // Of the thread that answers, which waits for nobody: on a busy machine it is the same.
    const { user, system } = process.threadCpuUsage();
    process.send?.((user + system) / 1000);
    return;
  }
  // What the histogram has is how far apart two looks were.
  const [p99, max] = [delay.percentile(99), delay.max].map((time) =>
    Math.max(0, time / NANOSECONDS - RESOLUTION),
  );
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const vitals: Vitals = {
    heap: heapUsed / MEGABYTE,
    rss: rss / MEGABYTE,
    loopP99: p99 ?? 0,
    loopMax: max ?? 0,
  };
  delay.reset();
  process.send?.(vitals);
});
// The service decides when it ends, not the channel.
process.channel?.unref();
