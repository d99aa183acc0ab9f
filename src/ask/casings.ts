import type { Choice } from './questionnaire.ts';

/** How drizzle names columns that have no name of their own, as a question offers it. */
export const casings: Choice<'auto' | 'snake_case' | 'camelCase'>[] = [
  { value: 'auto', title: 'As the schema says' },
  { value: 'snake_case', title: 'snake_case' },
  { value: 'camelCase', title: 'camelCase' },
];
