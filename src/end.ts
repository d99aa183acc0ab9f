/** What a shell says of a program that Ctrl-C ended. */
export const CANCELLED = 130;

/**
 * Ends this process as every program ends that does nothing about a signal; a shell says 128 and its number.
 *
 * `process.exit` would wait for V8's threads, and for ever while those wait for the garbage collector: seen on Node 24, right after the start.
 */
export function endBy(signal: NodeJS.Signals): void {
  // What was begun is taken back there.
  process.emit('exit', CANCELLED);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** How long what is left open may hold a process that is done. */
const GRACE_MS = 100;

/**
 * Ends this process as soon as nothing holds it, which mostly is at once. `process.exit`, for the reason above, is only for what still
 * does then: a prompt that was cut off keeps its listeners on stdin.
 */
export function endWith(code: number): void {
  process.exitCode = code;
  setTimeout(() => process.exit(), GRACE_MS).unref();
}
