import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync } from 'node:fs';

/**
 * A named pipe that every process with an interest in a Postgres holds open for writing. Nobody ever writes. The guard of
 * Postgres reads from it, and reads "end of file" when the last of them has gone, however it went: even a killed process
 * has its files closed.
 */
export interface Lease {
  /** A reading end, to hand to the guard; close it afterwards. */
  openReader: () => number;
  release: () => void;
}

export function takeLease(pipe: string): Lease {
  if (!existsSync(pipe)) {
    try {
      execFileSync('mkfifo', ['-m', '600', pipe], { stdio: 'pipe' });
    } catch (error) {
      if (!existsSync(pipe)) throw error;
    }
  }
  // For reading too: opening only for writing waits for a reader.
  const held = openSync(pipe, constants.O_RDWR);
  let released = false;
  return {
    openReader: () => openSync(pipe, constants.O_RDONLY),
    release: () => {
      if (!released) closeSync(held);
      released = true;
    },
  };
}
