import type { PatientWay } from '../message/patient-ways.ts';
import type { Practice } from '../practice/practice.ts';
import type { ConsentEvent } from './consent-event.ts';
import type { KnownOfAddress, StatedWish } from './known-of-address.ts';
import type { Law } from './law.ts';
import type { ContactChannel, Question, Recipient } from './question.ts';
import { takenBackSince } from './standing.ts';

/** One answer to a patient in a conversation of theirs, as far as `decide` asks of it. */
export interface Answering {
  readonly way: PatientWay;
  readonly purpose: 'reply' | 'safety';
  readonly by: 'automatic' | 'person';
  readonly clinical: boolean;
  readonly known: KnownOfAddress;
  /** When they wrote last by this very channel and address (ISO), keywords aside; absent where they never did. */
  readonly wroteAt?: string | undefined;
  /** Since when nobody else can be meant by this address (ISO): what was said before of whose it is counts no more. */
  readonly theirsSince?: string | undefined;
  readonly practice: Practice;
  readonly law: Law;
  /** IANA zone of the location. */
  readonly zone: string;
  /** ISO instant. */
  readonly now: string;
}

const byWay: Readonly<Record<PatientWay['channel'], ContactChannel>> = {
  email: 'email',
  sms: 'text',
  messenger: 'social',
  instagram: 'social',
  whatsapp: 'social',
};

/** How `decide` names the channel of a way. */
export const contactChannelOf = ({ channel }: Pick<PatientWay, 'channel'>): ContactChannel => byWay[channel];

/** When whoever has the address took back what this answer would need (ISO), whatever came after; undefined where nothing is. */
function takenBackAt({ way, known, now }: Answering, consents: readonly ConsentEvent[]): string | undefined {
  const address = 'to' in way ? way.to : undefined;
  const scope = { channel: contactChannelOf(way), purpose: 'care', use: 'reply', address, now } as const;
  return [takenBackSince(consents, scope), ...known.suppressed.map(({ at }) => at)]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
}

/** Whether they wrote by this channel after everything that they took back: then they ask to be answered by it. */
function wroteSince(answering: Answering, consents: readonly ConsentEvent[]): boolean {
  const { wroteAt } = answering;
  const since = takenBackAt(answering, consents);
  return wroteAt !== undefined && (since === undefined || wroteAt > since);
}

/** A wish stands until they write by the channel themselves: who does so asks to be answered by it (R27). */
function wishesNow({ way, wroteAt, known }: Answering): Pick<Recipient, 'forbids' | 'onlyBy'> {
  const channel = contactChannelOf(way);
  const wishes = known.wishes.filter(({ at }: StatedWish) => wroteAt === undefined || wroteAt <= at);
  // Of people who share an address the strictest: one of whom only other ways are wished is as good as a no.
  const elsewhere = wishes.some(({ onlyBy }) => onlyBy.length > 0 && !onlyBy.includes(channel));
  const forbids = wishes.flatMap((wish) => wish.forbids);
  return { forbids: elsewhere ? [...forbids, channel] : forbids, onlyBy: [] };
}

/**
 * What was said of the address, and still counts: of whose number it is not what came before the present holder's own conversation, and no bounce
 * from before a mail of theirs.
 */
function standing({ known, theirsSince: since = '', wroteAt = '' }: Answering) {
  const { consents, suppressed, reassigned } = known;
  return {
    consents: consents.filter(({ action, occurredAt }) => action !== 'reassigned' || occurredAt >= since),
    suppressed: suppressed.filter(({ reason, at }) =>
      reason === 'wrong-number' ? at >= since : reason !== 'hard-bounce' || at >= wroteAt,
    ),
    ...(reassigned && reassigned.askedOn >= since.slice(0, 10) ? { reassigned } : {}),
  };
}

const none = { day: 0, week: 0, month: 0 };

/** The question that `decide` is asked before an answer goes out: by a person of the staff, or by Heard itself. */
export function answerQuestion(answering: Answering): Question {
  const { way, purpose, by, clinical, known, practice, law, zone, now } = answering;
  const { consents, suppressed, reassigned } = standing(answering);
  const uses = practice.channels?.textFor ?? [];
  return {
    message: {
      purpose,
      seller: practice.name,
      findings: [],
      remunerated: false,
      clinical,
      paidSeries: false,
    },
    channel: contactChannelOf(way),
    by,
    recipient: {
      ...(way.channel === 'email' ? { email: way.to } : {}),
      ...(way.channel === 'sms' ? { phone: way.to } : {}),
      hasPostal: false,
      country: practice.country,
      // Whoever writes lives: a mark on a record says nothing of who is answered.
      deceased: false,
      ...wishesNow(answering),
      topicsOff: [],
      wroteFirst: wroteSince(answering, consents),
      doNotCall: { internal: false },
      ...(reassigned ? { reassigned } : {}),
      suppressed,
      contacts: [],
      numberContacts: [],
    },
    consents,
    circumstances: {
      holdout: false,
      openInquiry: true,
      openCase: false,
      textNumber: { care: uses.includes('care'), marketing: uses.includes('marketing') },
      emailWarned: known.emailWarned,
      brandRevealsTreatment: practice.brandRevealsTreatment === true,
    },
    rules: { caps: { marketing: none, care: none }, sendBetween: { from: '00:00', to: '24:00' } },
    law,
    homeZone: zone,
    now,
  };
}
