import { bundle, checkNodeFirst } from './bundle';

const entryPoints = ['src/main.ts', 'scripts/migrate.ts', 'scripts/config.ts'];

await bundle(entryPoints, 'dist');
checkNodeFirst(entryPoints, 'dist');
