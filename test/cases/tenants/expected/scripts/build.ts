import { bundle } from './bundle';

await bundle(
  [
    'src/main.ts',
    'scripts/migrate.ts',
    'scripts/config.ts',
    'scripts/account.ts',
    'scripts/keys-rotate.ts',
  ],
  'dist',
);
