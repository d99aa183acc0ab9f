/**
 * A signal that is aborted by Ctrl-C, SIGTERM and SIGHUP, so that what runs can take back what it began.
 * @param giveUp called each time from the third signal on
 */
export function abortOnSignals(giveUp: () => void): AbortSignal {
  const controller = new AbortController();
  let count = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      count += 1;
      controller.abort();
      if (count >= 3) giveUp();
    });
  }
  return controller.signal;
}
