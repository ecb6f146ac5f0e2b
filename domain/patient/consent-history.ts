import type { ConsentEvent } from '../consent/consent-event.ts';
import type { Practice } from '../practice/practice.ts';
import type { PatientRecord } from './patient.ts';
import type { PreferenceEvent } from './preferences.ts';

/** One event in words: a heading, and what there is to it. */
export interface HistoryEntry {
  readonly heading: string;
  readonly details: readonly (readonly [string, string])[];
}
export interface ConsentHistory {
  readonly title: string;
  readonly lines: readonly string[];
  readonly entries: readonly HistoryEntry[];
}

const did: Readonly<Record<ConsentEvent['action'], string>> = {
  grant: 'Agreed',
  deny: 'Did not agree',
  revoke: 'Took the consent back',
  expire: 'The consent ended',
  reassigned: 'The number went to somebody else',
  pending: 'Asked for; waits until whoever has the address confirms it',
};

const shown = (value: string | undefined): string => value ?? '';

/** What an authorization says (R24). */
const authorizationOf = ({
  authorization,
  remunerationStated,
}: ConsentEvent): readonly (readonly [string, string])[] =>
  authorization
    ? [
        ['What is authorized', authorization.description],
        ['Who discloses', authorization.discloses],
        ['To whom', authorization.recipient],
        ['What for', authorization.purpose],
        ['States that somebody pays', remunerationStated ? 'yes' : 'no'],
      ]
    : [];

function entryOf(event: ConsentEvent): HistoryEntry {
  const channel = event.channel === 'all' ? 'every channel' : event.channel;
  const purpose = event.purpose === 'all' ? 'everything' : event.purpose;
  const { wording } = event;
  const details: readonly (readonly [string, string])[] = [
    ['When', event.occurredAt],
    ['Recorded', event.recordedAt],
    ['How', event.method],
    ['By', event.actor],
    ['Written down by', shown(event.recordedBy)],
    ['Address', shown(event.address)],
    ['Until', shown(event.until)],
    ['Confirms', shown(event.confirms)],
    ['In the name of', shown(event.seller)],
    ['Words', shown(wording?.text)],
    ['Shown at', shown(wording?.source)],
    ['Version', shown(wording?.version)],
    ['Language', shown(wording?.language)],
    ['SHA-256 of the words', shown(wording?.sha256)],
    ['Own act', event.affirmative ? 'yes' : ''],
    ['From the network address', shown(event.ip)],
    ['By the browser', shown(event.userAgent)],
    ...authorizationOf(event),
    ['Witness', shown(event.witness)],
    ['Integrity', shown(event.chain)],
    ['Id', event.id],
  ];
  return {
    heading: `${did[event.action]}: ${purpose}, by ${channel}`,
    details: details.filter(([, value]) => value !== ''),
  };
}

const wishOf = ({ what, from, to, at, by, id }: PreferenceEvent): HistoryEntry => ({
  heading: `Wishes: ${what.replace('-', ' ')}`,
  details: [
    ['When', at],
    ['Before', from],
    ['Since', to],
    ['By', by],
    ['Id', id],
  ],
});

/** The consent of a patient as a person reads it, the oldest event first (R70), and how their wishes changed. `now` is an ISO instant. */
export function consentHistory(
  { patient, consents, preferenceEvents = [] }: PatientRecord,
  { practice, now }: { readonly practice: Practice; readonly now: string },
): ConsentHistory {
  const ordered = consents.toSorted((a, b) =>
    a.occurredAt === b.occurredAt
      ? a.recordedAt < b.recordedAt
        ? -1
        : 1
      : a.occurredAt < b.occurredAt
        ? -1
        : 1,
  );
  return {
    title: 'Consent history',
    lines: [
      practice.name,
      `${patient.firstName} ${patient.lastName} (${patient.externalId})`,
      `Printed ${now}. ${ordered.length} ${ordered.length === 1 ? 'event' : 'events'}.`,
    ],
    entries: [...ordered.map(entryOf), ...preferenceEvents.map(wishOf)],
  };
}
