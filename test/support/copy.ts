import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/** Copies a folder without copying what is in its files, where the disk is the same: nobody may write into them. */
export function copyFolder(from: string, to: string): void {
  if (!linkFolder(from, to)) execFileSync('cp', ['-a', from, to]);
}

/**
 * The same, and nothing where the disk is another one.
 *
 * @returns whether it is there
 */
export function linkFolder(from: string, to: string): boolean {
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
    return true;
  } catch {
    rmSync(to, { recursive: true, force: true });
    return false;
  }
}
