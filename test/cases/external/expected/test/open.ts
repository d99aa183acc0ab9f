import { everybody } from '../src/access/policy';

/** Lets tests of includes bring along what everybody may see; where nobody signs in, that is all. */
export const openToAll = { access: everybody };
