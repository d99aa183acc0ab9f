import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

/**
 * For tests that need nothing but the repository: whoever starts a process there belongs into another project, where one
 * reckons with what that takes.
 */
const starters = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];
for (const name of starters) {
  Object.assign(childProcess, {
    [name]: (...[command]: unknown[]) => {
      throw new Error(`A unit test starts ${String(command)}: move it to test/reader`);
    },
  });
}
syncBuiltinESMExports();
