import type { Spoken } from '../inquiry/arrival.ts';
import type { Revocation, Revoking } from './revocation.ts';
import type { CameBy } from './taken-back.ts';
import { unquoted } from './unquoted.ts';

/** The way on which a message came, as consent knows it. */
export const cameBy = ({ channel }: Pick<Spoken, 'channel'>): CameBy => {
  if (channel === 'sms') return 'text';
  if (channel === 'email') return 'email';
  return channel === 'phone' ? 'call' : 'other';
};

const keywords = new Set<Revocation['intent']>(['help', 'start', 'care']);
/** A revocation of more words may ask for something besides. */
const fewWords = 15;

/**
 * Whether a message says nothing but that: then nobody has to answer it. CANCEL may have meant the appointment, and a question wants an
 * answer. CARE only means something after a STOP.
 */
export function isBare({ intent, perhapsAppointment, method }: Revocation, text: string): boolean {
  if (intent === 'revoke' && perhapsAppointment) return false;
  if (keywords.has(intent)) return true;
  if (intent !== 'revoke' && intent !== 'revoke-all') return false;
  return method === 'keyword' || (!text.includes('?') && unquoted(text).split(/\s+/).length <= fewWords);
}

/** A message that came in by a channel on which keywords are a way of speaking: a text, from the number itself. */
export function read(arrival: Spoken, revoking: Revoking): Revocation {
  const found = revoking(arrival.text);
  const texted = cameBy(arrival) === 'text' && !arrival.typed;
  return keywords.has(found.intent) && !texted ? { ...found, intent: 'no' } : found;
}

/** Whether the number itself said so: whoever types a number, or writes about one, may silence somebody else. */
export const saidByNumber = ({ channel, typed, review }: Spoken): boolean =>
  channel === 'sms' && !typed && review === undefined;
