import { bundle } from './bundle';

await bundle(['src/main.ts', 'scripts/migrate.ts'], 'dist');
