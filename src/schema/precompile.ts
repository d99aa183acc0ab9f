import { writeFileSync } from 'node:fs';
import { BUNDLED_READER, bundleReader } from './reader-bundle.ts';

// A step of the build: to bundle the reader each time takes as long as to bundle a schema.
writeFileSync(BUNDLED_READER, await bundleReader());
