/** Every role that there is; the first is everybody's. Add one here, then ask for it where it counts. */
export const roles = ['user', 'admin'] as const;

export type Role = (typeof roles)[number];

/** May do everything, with all rows. */
export const ADMIN: Role = 'admin';
