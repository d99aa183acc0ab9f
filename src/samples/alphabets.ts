export const DIGITS = '0123456789';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** What codes are made of, in the order in which they are tried. */
export const ALPHABETS = [
  DIGITS + LOWER,
  LOWER.toUpperCase(),
  LOWER,
  DIGITS,
  `${DIGITS}abcdef`,
  DIGITS + LOWER.toUpperCase(),
];
