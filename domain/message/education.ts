import * as z from 'zod/mini';
import { grantInForce } from '../consent/standing.ts';
import type { PatientRecord } from '../patient/patient.ts';
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

type Topic = (typeof topicOf)[keyof typeof topicOf];

/** A consent whose words name recall alone opens the mail, and nothing that rides on it. */
const agreesTo = (
  topic: Topic,
  { patient, consents }: Pick<PatientRecord, 'patient' | 'consents'>,
  now: string,
): boolean =>
  grantInForce(consents, {
    channel: 'email',
    purpose: 'marketing',
    use: topic,
    address: patient.email,
    anyAddress: true,
    now,
  }) !== undefined;

const isReviewed = ({ reviewedBy, reviewedOn }: EducationItem): boolean =>
  reviewedBy !== undefined && reviewedOn !== undefined;

/**
 * What a mail of recall carries besides: one item that a provider has reviewed, whose topic the patient has not turned off
 * and which their consent allows, another at each attempt. `now` is an ISO instant. Undefined for texts and cards, for care, and where its
 * recall type carries none.
 */
export function carriedBy(
  touch: Pick<Touch, 'channel' | 'class' | 'items'>,
  { carriedBy: types, items }: Education,
  record: Pick<PatientRecord, 'patient' | 'consents' | 'preferences'>,
  now: string,
): EducationItem | undefined {
  const [leading] = touch.items;
  const type = leading?.id.split('#')[0];
  if (touch.channel !== 'email' || touch.class === 'care') return undefined;
  if (!leading || !types.some((one) => one === type)) return undefined;
  const off: readonly string[] = record.preferences?.topicsOff ?? [];
  const wanted = (topic: Topic): boolean => !off.includes(topic) && agreesTo(topic, record, now);
  const able = items.filter((item) => isReviewed(item) && wanted(topicOf[item.kind]));
  return able[leading.attempt % able.length];
}
