import { members } from '../db/schema';

/** Every role that there is, as rows of users say them. */
export const roles = members.role.enumValues;

export type Role = (typeof roles)[number];

/** Of whoever registers. */
export const EVERYBODY: Role = 'member';

/** May do everything, with all rows. */
export const ADMIN: Role = 'administrator';
