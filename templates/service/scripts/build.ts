import { bundle } from './bundle';

await bundle(['src/main.ts', 'scripts/migrate.ts', 'scripts/config.ts'], 'dist');
