/** Every table that migrations make. */
export * from './schema';
export * from '../idempotency/table';
