/** Every table that migrations make. */
export * from './schema';
