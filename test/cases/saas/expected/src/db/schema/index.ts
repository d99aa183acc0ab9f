export * from './organizations';
export * from './projects';
export * from './platform';
export * from './relations';
