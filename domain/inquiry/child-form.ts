import { agesTold } from './age-field.ts';
import type { Arrival } from './arrival.ts';
import { plainWords } from './plain-words.ts';

/** Below this age nothing is collected online from a child itself (COPPA, 16 CFR 312). */
const childAge = 13;

/** What children do not write of themselves; beside it a bare number is one of something else: "I'm 9, no pain", "I'm 5 with 3 kids". */
const ofGrownUps =
  /\b(?:pain|sore|swollen|swelling|bruis\w+|post|scale|out of|weeks?|wks?|days?|sessions?|appointment|happy|love my|results?|kids|children|husband|wife|pregnan\w*|postpartum|insurance|work|dolor|hinchad\w+|semanas?|dias|sesion(?:es)?|cita|hijos|esposo|marido|embarazad\w*|trabajo)\b/;

type Said = Pick<Arrival, 'channel' | 'apparentMinor' | 'text' | 'details' | 'receivedAt'>;

/** Nothing brings words back: they go only where a field for the age says it, or nothing in the form speaks against it. */
function isSure({ text, details = {}, receivedAt }: Said): boolean {
  const own = agesTold(details, receivedAt).filter(({ of }) => of === 'writer');
  if (own.length > 0) return own.some(({ years }) => years < childAge);
  return !ofGrownUps.test(plainWords(text));
}

/** Whether a child under 13 wrote it in a form. What a grown-up writes of a child is none of that. */
export const isChildsForm = (said: Said): boolean =>
  said.channel === 'web-form' &&
  said.apparentMinor?.who === 'writer' &&
  said.apparentMinor.age !== undefined &&
  said.apparentMinor.age < childAge &&
  isSure(said);

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
