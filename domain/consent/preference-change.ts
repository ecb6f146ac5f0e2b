import type { PatientRecord } from '../patient/patient.ts';
import type { Sha256 } from './chain.ts';
import type { ConsentChannel, ConsentEvent } from './consent-event.ts';
import { grantInForce, takenBack, takesBack } from './standing.ts';

/** Channels that the preference page switches. */
export const switchedChannels = ['email', 'text', 'call', 'letter'] as const;
export type SwitchedChannel = (typeof switchedChannels)[number];

const addressOf = ({ patient }: PatientRecord, channel: ConsentChannel): string | undefined => {
  if (channel === 'email') return patient.email;
  return channel === 'letter' ? undefined : patient.phone;
};

/** Whether a channel is on as the patient sees it: mail and texts where they agreed, calls and post where they have not said no. */
export function isOn(record: PatientRecord, channel: SwitchedChannel, now: string): boolean {
  const scope = { channel, purpose: 'marketing', address: addressOf(record, channel), now } as const;
  return channel === 'email' || channel === 'text'
    ? grantInForce(record.consents, { ...scope, anyAddress: channel === 'email' }) !== undefined
    : !takenBack(record.consents, scope);
}

/** Takings back that came by the page itself, and say nothing of who holds the number. */
const byPage: ReadonlySet<ConsentEvent['method']> = new Set(['preference-page', 'one-click']);

const newest = (events: readonly ConsentEvent[]): string | undefined =>
  events
    .map(({ occurredAt }) => occurredAt)
    .toSorted()
    .at(-1);

/**
 * Whether the page may switch a channel on. Whoever has the link has a mail, and perhaps not the phone: texts come back here only where this
 * number had agreed to them, and nobody but the page has ended them since. What was stopped from the phone comes back from the phone, whatever was
 * clicked here afterwards.
 */
export function mayAgree(record: PatientRecord, channel: SwitchedChannel): boolean {
  if (channel !== 'text') return true;
  const { phone } = record.patient;
  const elsewhere = record.consents.filter(
    (event) => !byPage.has(event.method) && ['text', 'all'].includes(event.channel),
  );
  const agreed = newest(
    elsewhere.filter(({ action, address }) => action === 'grant' && phone !== undefined && address === phone),
  );
  const ended = newest(elsewhere.filter(takesBack));
  return agreed !== undefined && (ended === undefined || ended < agreed);
}

export interface PageAct {
  /** Makes a repeat of the same sending the same events. */
  readonly once: string;
  readonly seller: string;
  readonly language: string;
  readonly version: string;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  /** The words beside each box, as they were shown. */
  readonly wordings: Readonly<Record<SwitchedChannel | 'all', string>>;
  readonly sha256: Sha256;
  /** ISO instant. */
  readonly now: string;
}

function eventOf(
  record: PatientRecord,
  act: PageAct,
  change: Pick<ConsentEvent, 'channel' | 'purpose' | 'action'>,
  text: string,
): ConsentEvent {
  const { once, seller, language, version, ip, userAgent, sha256, now } = act;
  const address = change.channel === 'all' ? undefined : addressOf(record, change.channel);
  return {
    ...change,
    id: `page#${once}#${change.channel}#${change.purpose}#${change.action}`,
    patientId: record.patient.id,
    occurredAt: now,
    recordedAt: now,
    method: 'preference-page',
    actor: 'patient',
    seller,
    affirmative: true,
    ...(address ? { address } : {}),
    wording: { text, version, sha256: sha256(text), language, source: 'preference page' },
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent } : {}),
  };
}

/** Boxes as they were shown, and as they came back. */
export interface Boxes {
  readonly shown: ReadonlySet<SwitchedChannel>;
  readonly wanted: ReadonlySet<SwitchedChannel>;
}

/**
 * Consent events of a page that was sent: one for each box that the patient themselves switched, and that stands otherwise (R68). A box that
 * came back as it was shown says nothing, whatever happened to its channel meanwhile: a STOP in between stays one.
 */
export function switched(
  record: PatientRecord,
  { shown, wanted }: Boxes,
  act: PageAct,
): readonly ConsentEvent[] {
  return switchedChannels
    .filter((channel) => wanted.has(channel) !== shown.has(channel))
    .filter((channel) => wanted.has(channel) !== isOn(record, channel, act.now))
    .filter((channel) => !wanted.has(channel) || mayAgree(record, channel))
    .map((channel) => {
      const action = wanted.has(channel) ? 'grant' : 'revoke';
      return eventOf(record, act, { channel, purpose: 'marketing', action }, act.wordings[channel]);
    });
}

/** Whether a channel that the patient left as it was shown stands otherwise by now. */
export const changedMeanwhile = (record: PatientRecord, { shown, wanted }: Boxes, now: string): boolean =>
  switchedChannels.some(
    (channel) =>
      wanted.has(channel) === shown.has(channel) && shown.has(channel) !== isOn(record, channel, now),
  );

/** "No more of anything": all marketing on every channel, and every text (R9). */
export const unsubscribedFromAll = (record: PatientRecord, act: PageAct): readonly ConsentEvent[] =>
  (
    [
      ['all', 'marketing'],
      ['text', 'all'],
    ] as const
  ).map(([channel, purpose]) =>
    eventOf(record, act, { channel, purpose, action: 'revoke' }, act.wordings.all),
  );
