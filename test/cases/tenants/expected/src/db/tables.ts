/** Every table that migrations make. */
export * from './schema';
export * from '../idempotency/table';
export * from '../auth/tables';
