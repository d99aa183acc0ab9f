import { randomBytes } from 'node:crypto';
import words from './words.json';
import type { Prefix } from './types';

export const newId = (prefix: Prefix): string =>
  `${prefix}_${words[0]}_${randomBytes(8).toString('hex')}`;
