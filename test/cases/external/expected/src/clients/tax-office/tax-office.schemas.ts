import { z } from 'zod';

/** What tax-office answers, as far as it is used here: other fields may come and go. */
export const itemSchema = z.object({
  id: z.string(),
  name: z.string(),
});

export interface NewItem {
  name: string;
}
