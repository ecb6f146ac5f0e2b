import * as z from 'zod/mini';
import { staffRoles } from '../domain/practice/practice.ts';

/** How people of a role react to what they are sent. */
const Behaviour = z.strictObject({
  /** The share of messages that they see at all, 0 to 1. */
  reacts: z.number().check(z.minimum(0), z.maximum(1)),
  /** Median minutes until they claim. */
  minutes: z.number().check(z.minimum(0)),
  /** Median minutes from the claim to the answer. */
  handles: z.number().check(z.minimum(0)),
  /** How unlike one another these are; 0 for always the same. */
  spread: z._default(z.number().check(z.minimum(0)), 0.6),
  /** Alerts are seen during opening hours only; pages at any hour. */
  nights: z._default(z.boolean(), false),
});
export type Behaviour = z.infer<typeof Behaviour>;

/** Who reacts how; each person does one thing at a time. */
export const Staffing = z.strictObject({
  roles: z.record(z.enum(staffRoles), Behaviour),
  /** Pages, whoever gets them. */
  pages: Behaviour,
});
export type Staffing = z.infer<typeof Staffing>;

/** A front desk with its hands full. */
export const usualStaffing: Staffing = {
  roles: {
    coordinator: { reacts: 0.7, minutes: 5, handles: 4, spread: 0.6, nights: false },
    extender: { reacts: 0.5, minutes: 8, handles: 5, spread: 0.6, nights: false },
    physician: { reacts: 0.6, minutes: 6, handles: 5, spread: 0.6, nights: false },
    manager: { reacts: 0.5, minutes: 15, handles: 5, spread: 0.6, nights: false },
  },
  pages: { reacts: 0.95, minutes: 2, handles: 4, spread: 0.5, nights: true },
};
