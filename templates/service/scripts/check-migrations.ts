import { fileURLToPath } from 'node:url';
import * as schema from '../src/db/tables';
import { migrationMistakes } from './migrations/mistakes';

// A part of the script `check`: whether migrations, journal and snapshots fit together and make the schema.
const folder = fileURLToPath(new URL('../drizzle', import.meta.url));
const mistakes = migrationMistakes(folder, { ...schema });
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
if (mistakes.length > 0) process.exitCode = 1;
