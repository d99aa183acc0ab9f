import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { securityPage } from './asvs/page';
import { readClaims } from './asvs/tests';
import { describe } from './describe';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  writeFileSync(path.join(root, 'docs/security.md'), securityPage(readClaims(root)));
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}
