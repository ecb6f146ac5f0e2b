import type { AddressConsent, ConsentChannel, ConsentEvent, ConsentPurpose } from './consent-event.ts';
import type { Revocation, RevokedChannel } from './revocation.ts';

/** By which channel a message came, as far as its revocation asks: forms, pages and chats are `other`. */
export type CameBy = 'text' | 'email' | 'call' | 'other';

interface Scope {
  readonly channel: ConsentChannel | 'all';
  readonly purpose: ConsentPurpose | 'all';
}

const byDefault: Readonly<Record<CameBy, readonly RevokedChannel[]>> = {
  text: ['text'],
  email: ['email'],
  // Who calls about being contacted may well mean the calls.
  call: ['text', 'email', 'call'],
  other: ['text', 'email'],
};

/** R9: STOP ends every text; of mail and calls it ends what is not care. */
const scopes: Readonly<Record<RevokedChannel, Scope>> = {
  text: { channel: 'text', purpose: 'all' },
  email: { channel: 'email', purpose: 'marketing' },
  call: { channel: 'call', purpose: 'marketing' },
};

/** "Messages" may mean mail too where it stands in a mail. */
function channelsOf(revocation: Revocation, cameBy: CameBy): readonly RevokedChannel[] {
  const { keeps = [] } = revocation;
  const left = (channels: readonly RevokedChannel[]) =>
    channels.filter((channel) => !keeps.includes(channel));
  const ended = left(namedBy(revocation, cameBy));
  // Whoever keeps the very channel by which they write means the others.
  return ended.length > 0 ? ended : left(['text', 'email', 'call']);
}

function namedBy({ channels }: Revocation, cameBy: CameBy): readonly RevokedChannel[] {
  if (channels.length === 0) return byDefault[cameBy];
  // Whoever speaks says "texts" when texts are meant.
  return channels.includes('text') && cameBy !== 'call'
    ? [...new Set([...channels, ...byDefault[cameBy]])]
    : channels;
}

const everything: readonly Scope[] = [
  { channel: 'all', purpose: 'marketing' },
  { channel: 'text', purpose: 'all' },
];

function scopesOf(revocation: Revocation, cameBy: CameBy): readonly Scope[] {
  if (revocation.intent === 'revoke-all') return everything;
  if (revocation.intent === 'revoke') return channelsOf(revocation, cameBy).map((channel) => scopes[channel]);
  if (revocation.intent === 'unsure')
    return channelsOf(revocation, cameBy).map((channel) => ({ channel, purpose: 'marketing' }));
  return [];
}

/** A revocation of texts ends every text, whatever it was for (R9). Who may have meant it is denied marketing alone (R7). */
const actionOf = ({ intent }: Revocation): 'revoke' | 'deny' => (intent === 'unsure' ? 'deny' : 'revoke');

export interface Said {
  readonly messageId: string;
  /** The patient's own words. */
  readonly text: string;
  readonly language: string;
  /** ISO instant at which it was received. */
  readonly at: string;
  readonly cameBy: CameBy;
  /** Where it was spoken: the member of the staff who wrote it down, and how it was said. */
  readonly writtenDown?: { readonly by: string; readonly method: 'call' | 'verbal' };
}

/**
 * What a revoking message takes back, without whose it is: verbatim words, method, channel (R7 to R9, R68). Ids follow the message, so the
 * same message takes back once.
 */
export function takenBackBy(revocation: Revocation, said: Said, now: string): readonly AddressConsent[] {
  const common = {
    occurredAt: said.at,
    recordedAt: now,
    method: said.writtenDown?.method ?? revocation.method,
    actor: said.writtenDown?.by ?? 'patient',
    wording: { text: said.text, language: said.language, source: `${said.cameBy}: ${revocation.reason}` },
  };
  if (revocation.intent === 'wrong-number')
    return (['text', 'call'] as const).map((channel) => ({
      ...common,
      id: `${said.messageId}#reassigned#${channel}`,
      channel,
      purpose: 'all',
      action: 'reassigned',
    }));
  return scopesOf(revocation, said.cameBy).map((scope) => ({
    ...common,
    ...scope,
    id: `${said.messageId}#revoke#${scope.channel}#${scope.purpose}`,
    action: actionOf(revocation),
  }));
}

/** CARE in answer to the confirmation of a STOP: texts about appointments, and no other (R9). */
export const careOnly = (
  patientId: string,
  phone: string,
  said: Said,
  offer: { readonly wording: string; readonly seller: string; readonly now: string },
): ConsentEvent => ({
  id: `${said.messageId}#care`,
  patientId,
  channel: 'text',
  purpose: 'care',
  action: 'grant',
  occurredAt: said.at,
  recordedAt: offer.now,
  method: 'keyword',
  actor: 'patient',
  address: phone,
  seller: offer.seller,
  affirmative: true,
  wording: { text: offer.wording, language: said.language, source: `text: ${said.text.slice(0, 40)}` },
});
