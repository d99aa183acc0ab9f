/** As an answer instead of a column's name: sign-in keeps roles itself. */
export const OWN_ROLES = 'none';
