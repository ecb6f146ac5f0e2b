import * as z from 'zod/mini';
import type { Preferences } from '../patient/patient.ts';
import type { Touch } from '../recall/touch.ts';

const Words = z.strictObject({ en: z.string(), es: z.string() });

/** Types of recall whose mails may carry something; a campaign never does: what was approved is all that goes out. */
const carriers = ['due', 'series', 'consult', 'restock', 'lapsed'] as const;

/** `practice/education.yaml`: what mails of recall may carry besides. */
export const Education = z.strictObject({
  carriedBy: z.array(z.enum(carriers)),
  items: z.array(
    z.strictObject({
      id: z.string().check(z.regex(/^[a-z0-9-]{2,40}$/)),
      /** Something to know, or something that goes well with a visit. */
      kind: z.enum(['education', 'recommendation']),
      title: Words,
      text: Words,
      /** Who of the providers read it, and when (local date); without both it never goes out. */
      reviewedBy: z.optional(z.string()),
      reviewedOn: z.optional(z.iso.date()),
    }),
  ),
});
export type Education = z.infer<typeof Education>;
export type EducationItem = Education['items'][number];

/** The topic that a patient turns off to get none of a kind. */
const topicOf = { education: 'education', recommendation: 'marketing' } as const;

const isReviewed = ({ reviewedBy, reviewedOn }: EducationItem): boolean =>
  reviewedBy !== undefined && reviewedOn !== undefined;

/**
 * What a mail of recall carries besides: one item that a provider has reviewed and whose topic the patient has not turned off, another at
 * each attempt. Undefined for texts and cards, for care, and where its recall type carries none.
 */
export function carriedBy(
  touch: Pick<Touch, 'channel' | 'class' | 'items'>,
  { carriedBy: types, items }: Education,
  preferences: Pick<Preferences, 'topicsOff'> | undefined,
): EducationItem | undefined {
  const [leading] = touch.items;
  const type = leading?.id.split('#')[0];
  if (touch.channel !== 'email' || touch.class === 'care') return undefined;
  if (!leading || !types.some((one) => one === type)) return undefined;
  const off: readonly string[] = preferences?.topicsOff ?? [];
  const able = items.filter((item) => isReviewed(item) && !off.includes(topicOf[item.kind]));
  return able[leading.attempt % able.length];
}
