import * as z from 'zod/mini';
import { Prices } from '../measure/return.ts';
import { callOutcomes } from './touch.ts';

const minutes = z.int().check(z.minimum(0), z.maximum(240));

/** What contacting costs a practice: list prices, and the minutes that a task takes by how it ends. */
export const ContactPrices = z.extend(Prices, { staffMinutes: z.record(z.enum(callOutcomes), minutes) });
export type ContactPrices = z.infer<typeof ContactPrices>;

/** List prices of AWS in the United States for messages; nothing for what only a practice knows. */
export const listPrices: ContactPrices = {
  emailsPerThousand: 10,
  textsPerThousand: 1000,
  letter: 0,
  postcard: 0,
  staffHour: 0,
  staffMinutes: {
    booked: 0,
    'call-back': 0,
    voicemail: 0,
    'no-answer': 0,
    declined: 0,
    'wrong-number': 0,
    done: 0,
  },
};
