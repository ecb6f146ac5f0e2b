import type { Campaigns } from '../../domain/campaign/campaigns.ts';
import type { ConsentEvent } from '../../domain/consent/consent-event.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import { type RefreshPorts, refreshItems } from '../../domain/patient/refresh-items.ts';
import { type Ending, endTask, type TaskPorts } from '../../domain/recall/call-outcome.ts';
import type { AddressKeys } from '../../domain/recall/know.ts';
import type { RecallRules } from '../../domain/recall/recall-rules.ts';
import type { Standing } from '../../domain/recall/recipient.ts';
import type { Composed, SendPorts } from '../../domain/recall/send-touch.ts';
import { sendTouches } from '../../domain/recall/sending-round.ts';
import { keepSequences } from '../../domain/recall/sequences.ts';
import { type SweepPorts, sweepShard } from '../../domain/recall/sweep.ts';
import { closeSweep, openSweep } from '../../domain/recall/sweep-gate.ts';
import { lakeside } from './lakeside.ts';
import { type Around, memoryOutreach, plainly, through } from './memory-outreach.ts';
import { memoryPatients } from './memory-patients.ts';

export const zone = 'America/Chicago';
/** Friday, 20 November 2026, 10:05 in Chicago. */
export const friday = '2026-11-20T16:05:00.000Z';

export interface SentMessage {
  readonly patientId: string;
  readonly channel: string;
  readonly at: string;
}

export interface RecallHouseOptions {
  readonly at?: string;
  readonly rules?: Partial<RecallRules>;
  readonly around?: Around;
  /** How many sends to each patient have been decided on, and not yet left. */
  readonly inFlight?: Map<string, number>;
}

const consent = (
  patientId: string,
  channel: 'email' | 'text' | 'call',
  address: string,
  on = '2026-01-01',
): ConsentEvent => ({
  id: `${channel}-${on}`,
  patientId,
  channel,
  purpose: 'marketing',
  action: 'grant',
  occurredAt: on,
  recordedAt: `${on}T12:00:00.000Z`,
  method: 'paper',
  actor: 'patient',
  address,
  seller: lakeside.identity.name,
  affirmative: true,
  wording: { text: 'I agree to receive recurring automated marketing texts and calls at this number.' },
});

export type Person = Partial<
  Pick<
    PatientRecord,
    'treatments' | 'purchases' | 'series' | 'consultations' | 'preferences' | 'appointments'
  >
> & { readonly id?: string; readonly consents?: readonly ('email' | 'text' | 'call')[] };

const toxin = { id: 'botulinum-toxin#2026-08-20', type: 'botulinum-toxin', on: '2026-08-20' };

async function keepEntries(kept: Patients, patientId: string, entries: Person): Promise<void> {
  const { treatments = [{ ...toxin, patientId }], purchases = [], series = [], appointments = [] } = entries;
  for (const one of treatments) await kept.saveTreatment({ ...one, patientId });
  for (const one of purchases) await kept.savePurchase({ ...one, patientId });
  for (const one of series) await kept.saveSeries({ ...one, patientId });
  for (const one of entries.consultations ?? []) await kept.saveConsultation({ ...one, patientId });
  for (const one of appointments) await kept.saveAppointment({ ...one, patientId });
}

const plainStanding: Standing = { openInquiry: false, openCase: false };

/** The whole of recall over ports in memory: the project's own rules, its sweep, its sender, its tasks, and a clock that stands still. */
/** Without campaigns: those have a test of their own. */
const store = { take: async () => true } as unknown as Campaigns;

export function recallHouse(options: RecallHouseOptions = {}) {
  let now = options.at ?? friday;
  let rules: RecallRules = { ...lakeside.recall, shards: 1, ...options.rules };
  const around = options.around ?? plainly;
  const memory = memoryPatients();
  const patients = through(memory.patients, around) as Patients;
  const { outreach, all } = memoryOutreach(around);
  const sent: SentMessage[] = [];
  const heldOut = new Set<string>();
  const standing = new Map<string, Standing>();
  const broken = new Set<string>();
  const announced: string[] = [];
  const faults: string[] = [];
  let outcome: 'accepted' | 'refused' | 'throttled' | 'lost' = 'accepted';
  const paced: string[] = [];

  const versionOf: RefreshPorts['versionOf'] = (sequence) => JSON.stringify(sequence);
  const addressKeys = async ({ patient: { email, phone } }: PatientRecord): Promise<AddressKeys> => ({
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
  });
  const ports = () => ({
    patients,
    outreach,
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: lakeside.treatments.products,
    rules,
    law: lakeside.law,
    versionOf,
    shardOf: () => 0,
    addressKeys,
    standing: async ({ email = '', phone = '' }: AddressKeys) =>
      around('standing', () => standing.get(email) ?? standing.get(phone) ?? plainStanding),
    addressConsents: async () => [],
    campaigns: { find: async () => undefined, fingerprint: () => 'none' },
    store,
    newCode: () => 'none',
    heldOut: async ({ patient }: PatientRecord) => heldOut.has(patient.id),
  });
  const sweepPorts = (): SweepPorts => ({
    ...ports(),
    now,
    rates: {},
    onFault: (patientId) => faults.push(patientId),
  });

  async function send(patientId: string, channel: string): ReturnType<Composed['send']> {
    return around('send', () => {
      if (outcome === 'throttled')
        return { state: 'refused' as const, reason: 'ThrottlingException', throttled: true as const };
      if (outcome === 'refused') return { state: 'refused' as const, reason: 'no such number' };
      sent.push({ patientId, channel, at: now });
      if (outcome === 'lost') throw new Error('the answer was lost');
      return { state: 'accepted' as const, providerId: `m${sent.length}` };
    });
  }
  const compose: SendPorts['compose'] = async ({ patientId, channel }) => {
    if (broken.has(patientId)) throw new Error('a template lacks a value');
    return { findings: [], cost: 1, send: () => send(patientId, channel) };
  };
  const inFlight = options.inFlight ?? new Map<string, number>();
  /** A sender that has read a record is on its way: what is stored from then on may come too late for it. */
  function watched() {
    let current: string | undefined;
    const move = (to: string | undefined): void => {
      if (current !== undefined) inFlight.set(current, (inFlight.get(current) ?? 0) - 1);
      current = to;
      if (to !== undefined) inFlight.set(to, (inFlight.get(to) ?? 0) + 1);
    };
    const record: Patients['record'] = (id) => {
      move(id);
      return patients.record(id);
    };
    return { patients: { ...patients, record }, done: () => move(undefined) };
  }
  const sendPorts = (): SendPorts => ({
    ...ports(),
    rates: {},
    compose,
    pace: async (channel) => {
      paced.push(channel);
    },
    announce: async ({ id }) =>
      around('announce', () => {
        announced.push(id);
        return { state: 'accepted' as const, providerId: id };
      }),
    now: () => now,
  });
  const refreshPorts = (): RefreshPorts => ({ ...ports(), now });
  const ending: Partial<Patients> = {};
  const taskPorts = (): TaskPorts => ({
    ...ports(),
    patients: { ...patients, ...ending },
    zoneOf: () => zone,
    now,
  });

  return {
    patients: memory.patients,
    outreach,
    all,
    sent,
    announced,
    /** Channels whose turn was waited for, in order. */
    paced,
    /** Patients whose records a sweep could not work on. */
    faults,
    heldOut,
    standing,
    broken,
    /** Ports of whoever ends a task, where they differ. */
    ending,
    ports: sweepPorts,
    sendPorts,
    now: () => now,
    goTo: (at: string) => {
      now = at;
    },
    wait: (minutes: number) => {
      now = new Date(Date.parse(now) + minutes * 60_000).toISOString();
    },
    configure: (changes: Partial<RecallRules>) => {
      rules = { ...rules, ...changes };
    },
    messages: (how: typeof outcome) => {
      outcome = how;
    },
    /** Somebody who had toxin in August unless said otherwise, and can be reached by all that they agreed to. */
    async person({ id = 'p1', consents = ['email'], preferences, ...entries }: Person = {}): Promise<void> {
      const email = `${id}@example.com`;
      const phone = `+1512555${String(100 + Number(id.replaceAll(/\D/g, ''))).padStart(4, '0')}`;
      const kept = memory.patients;
      await kept.save({
        id,
        schema: 1,
        externalId: id,
        firstName: 'Rowan',
        lastName: 'Ellery',
        language: 'en',
        location: 'downtown',
        region: 'NY',
        email,
        phone,
        postal: { city: 'Austin', lines: ['1 Elm Street'], postalCode: '78701' },
      });
      await keepEntries(kept, id, entries);
      for (const channel of consents)
        await kept.addConsent(consent(id, channel, channel === 'email' ? email : phone));
      const checked = { patientId: id, number: phone, answer: 'no' as const, on: now.slice(0, 10) };
      await kept.saveCheck({ ...checked, kind: 'do-not-call' });
      await kept.saveCheck({ ...checked, kind: 'reassigned' });
      if (preferences) await kept.savePreferences({ ...preferences, patientId: id });
      await refreshItems({ ...refreshPorts(), patients: kept }, id);
    },
    refresh: (id = 'p1') => refreshItems(refreshPorts(), id),
    item: async (id: string, patientId = 'p1') =>
      (await memory.patients.record(patientId))?.items.find((item) => item.id === id),
    /** A whole sweep, as the machine runs it. */
    async sweep(): Promise<void> {
      await keepSequences(outreach, rules, versionOf);
      const { sweepId, shards } = await openSweep(outreach, { zone, shards: 1, now });
      for (const shard of shards) await sweepShard(sweepPorts(), shard, () => false);
      if (shards.length > 0) await closeSweep(outreach, sweepId, now);
    },
    /** A run of the sender, under its lease. */
    async send(limit = 50): Promise<number> {
      const until = new Date(Date.parse(now) + 5 * 60_000).toISOString();
      if (!(await outreach.lease('send-touches', now, until))) return 0;
      const { patients: watching, done } = watched();
      const run = sendTouches({ ...sendPorts(), patients: watching }, limit).finally(done);
      const { sent: count } = await run.finally(() => outreach.release('send-touches'));
      return count;
    },
    /** The patient takes all consent back: STOP, or one click. */
    stop: (id = 'p1') =>
      patients.addConsent({
        ...consent(id, 'email', '', now),
        id: `stop-${id}`,
        channel: 'all',
        purpose: 'all',
        action: 'revoke',
        occurredAt: now,
        method: 'keyword',
      }),
    async book(id = 'p1', on = '2027-02-10'): Promise<void> {
      await patients.saveAppointment({
        patientId: id,
        id: 'visit',
        on,
        status: 'booked',
        type: 'botulinum-toxin',
      });
      await refreshItems(refreshPorts(), id);
    },
    end: (taskId: string, end: Ending) => endTask(taskPorts(), taskId, end),
  };
}

export type RecallHouse = ReturnType<typeof recallHouse>;
