/** Every role that there is. Add one here, then ask for it where it counts. */
export const roles = ['user', 'admin'] as const;

export type Role = (typeof roles)[number];

/** Of whoever registers. */
export const EVERYBODY: Role = 'user';

/** May do everything, with all rows. */
export const ADMIN: Role = 'admin';
