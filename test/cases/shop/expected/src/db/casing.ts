/**
 * How a column without a name of its own is called in the database: `snake_case`, `camelCase`, or as its key when
 * undefined. The client and drizzle-kit both read it here, because they must agree.
 */
export const casing: 'snake_case' | 'camelCase' | undefined = undefined;
