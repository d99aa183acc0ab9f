export * from './people';
export * from './documents';
export { visibility } from './lib/shared/columns';
export * from './lib/unexported';
