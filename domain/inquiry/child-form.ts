import type { Arrival } from './arrival.ts';

/** Below this age nothing is collected online from a child itself (COPPA, 16 CFR 312). */
const childAge = 13;

/** Whether a child under 13 wrote it in a form. What a grown-up writes of a child is none of that. */
export const isChildsForm = ({
  channel,
  apparentMinor,
}: Pick<Arrival, 'channel' | 'apparentMinor'>): boolean =>
  channel === 'web-form' &&
  apparentMinor?.who === 'writer' &&
  apparentMinor.age !== undefined &&
  apparentMinor.age < childAge;

const notKept = (age: number | undefined): string =>
  `(Not kept: whoever sent this form says that they are ${age}, under 13. Call, and ask for a parent or guardian; do not answer the child in writing.)`;

/**
 * A form that a child under 13 sent, as it is kept (docs/decisions/057): where nothing in it asks for safety, one way to reach a parent and no word of it;
 * else its words, which whoever helps has to read, without what the form asked besides. Called last, once the level is known. Anything else is
 * given back as it came.
 */
export function withoutChildsWords(arrival: Arrival): Arrival {
  if (!isChildsForm(arrival)) return arrival;
  const { details, consents, media, mail, ...kept } = arrival;
  void [details, consents, media, mail];
  if (arrival.assessment.level !== 'R') return kept;
  const { phone, email } = arrival.contact;
  const contact = phone ? { phone } : email ? { email } : {};
  return { ...kept, contact, text: notKept(arrival.apparentMinor?.age) };
}
