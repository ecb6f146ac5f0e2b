import type { ConsentEvent } from '../../domain/consent/consent-event.ts';
import type { Guardian, MinorMark } from '../../domain/patient/guardian.ts';
import type {
  Appointment,
  Care,
  Consultation,
  CopyRequest,
  Erasure,
  NumberCheck,
  Patient,
  PreferenceEvent,
  Preferences,
  Purchase,
  Retraction,
  Series,
  Treatment,
} from '../../domain/patient/patient.ts';
import { type Patients, strongest } from '../../domain/patient/patients.ts';
import type { Direction } from '../../domain/patient/under-age-booking.ts';
import { localDay } from '../../domain/recall/local-day.ts';
import type { Outlook } from '../../domain/recall/outlook.ts';
import type { RecallItem, RecallSetting } from '../../domain/recall/recall-item.ts';
import { consentItems } from './consent-items.ts';
import { documents, type Item, partition } from './documents.ts';

const pk = (patientId: string): string => `patient#${patientId}`;
const itemKey = ({ patientId, id }: { patientId: string; id: string }) => ({
  pk: pk(patientId),
  sk: `item#${id}`,
});

const storage = new Set(['pk', 'sk', 'listShard', 'dueKey', 'dueSort', 'contactKey', 'order']);
const without = <T>(item: Item): T =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !storage.has(name))) as T;

/** What a patient has one of, or none. */
function sole<K extends string, T>(all: readonly Item[], name: K): { readonly [name in K]?: T } {
  const found = all.find(({ sk }) => sk === name);
  return (found ? { [name]: without<T>(found) } : {}) as { readonly [name in K]?: T };
}

const ownLink = (key: string, patientId: string) => ({ pk: `contact#${key}`, sk: patientId });
/** Beside the patient's own: somebody who asks for them may share their number. */
const supportLink = (key: string, patientId: string) => ({
  pk: `contact#${key}`,
  sk: `${patientId}~support`,
});

/** Of an erased person the head, which then says nothing, and the evidence are kept. */
const staysForever = (sk: string): boolean =>
  sk === 'patient' || sk === 'erasure' || sk.startsWith('consent#');

/** A list of the record that most patients have nothing in. */
const whereAny = <N extends string, T>(name: N, all: readonly T[]) =>
  (all.length > 0 ? { [name]: all } : {}) as { readonly [K in N]?: readonly T[] };

const oldestFirst = (events: readonly PreferenceEvent[]): readonly PreferenceEvent[] =>
  events.toSorted((a, b) => a.at.localeCompare(b.at));

const dueKey = (zone: string, day: string, shard: number): string => `due#${zone}#${day}#${shard}`;

/** Open items stand in the index of their next day, all others in none. */
function indexed(item: RecallItem, { zone, shard }: { zone: string; shard: number }): Item {
  const open = item.state === 'open' && item.nextOn !== undefined;
  return {
    dueKey: open ? dueKey(zone, item.nextOn as string, shard) : undefined,
    dueSort: open ? item.patientId : undefined,
    listShard: item.state === 'open' ? 'items' : undefined,
  };
}

/** Nobody else made an attempt, ended or booked it meanwhile. */
const unchanged = (seen: Pick<RecallItem, 'episode' | 'attempts' | 'state'>) => ({
  expression: 'episode = :episode AND attempts = :attempts AND #state = :seen',
  names: { '#state': 'state' },
  values: { ':episode': seen.episode, ':attempts': seen.attempts, ':seen': seen.state },
});

/** The patients in their table: one partition a person. */
export function patientTable(table: string): Patients {
  const items = documents(table);

  async function listed<T>(shard: string, cursor: string | undefined, limit: number) {
    const page = await items.page(
      {
        IndexName: 'by-name',
        KeyConditionExpression: 'listShard = :shard',
        ExpressionAttributeValues: { ':shard': shard },
        Limit: limit,
      },
      cursor,
    );
    return {
      items: page.items.map((item) => without<T>(item)),
      ...(page.cursor ? { cursor: page.cursor } : {}),
    };
  }

  /** Stores an entry, one with a version never over a newer one. */
  async function putNewer(
    sk: string,
    entry: { readonly patientId: string; readonly updatedAt?: string },
  ): Promise<void> {
    const item = { pk: pk(entry.patientId), sk, ...entry };
    if (entry.updatedAt === undefined) return items.put(item);
    await items.putIf(item, {
      expression: 'attribute_not_exists(updatedAt) OR updatedAt <= :at',
      values: { ':at': entry.updatedAt },
    });
  }

  async function lookSoon(patientId: string, at: string): Promise<void> {
    const [look] = await items.all(partition(pk(patientId), 'look'));
    const [, zone, day, shard] = String(look?.dueKey ?? '').split('#');
    if (!look || !zone || !day) return;
    const today = localDay(at, zone);
    if (today < day) await items.put({ ...look, on: today, dueKey: dueKey(zone, today, Number(shard)) });
  }
  const events = consentItems(items);

  return {
    record: async (id) => {
      const all = await items.all(partition(pk(id)));
      const head = all.find(({ sk }) => sk === 'patient');
      if (!head) return undefined;
      const household = all.find(({ sk }) => sk === 'household');
      const look = all.find(({ sk }) => sk === 'look');
      const outlook = all.find(({ sk }) => sk === 'outlook');
      const wishes = all
        .filter(({ sk }) => String(sk).startsWith('wish#'))
        .map((item) => without<PreferenceEvent>(item));
      const kind = <T>(name: string): readonly T[] =>
        all.filter(({ sk }) => String(sk).startsWith(`${name}#`)).map((item) => without<T>(item));
      return {
        patient: without<Patient>(head),
        treatments: kind<Treatment>('treatment'),
        purchases: kind<Purchase>('purchase'),
        consultations: kind<Consultation>('consultation'),
        series: kind<Series>('series'),
        appointments: kind<Appointment>('appointment'),
        settings: kind<RecallSetting>('setting'),
        checks: kind<NumberCheck>('check'),
        consents: kind<ConsentEvent>('consent'),
        items: kind<RecallItem>('item'),
        ...(look?.on ? { lookOn: String(look.on) } : {}),
        ...(outlook ? { outlooks: outlook.lines as readonly Outlook[] } : {}),
        ...sole<'preferences', Preferences>(all, 'preferences'),
        ...whereAny('preferenceEvents', oldestFirst(wishes)),
        ...(household ? { household: String(household.household) } : {}),
        ...sole<'care', Care>(all, 'care'),
        ...sole<'guardian', Guardian>(all, 'guardian'),
        ...sole<'minorMark', MinorMark>(all, 'minorMark'),
        ...whereAny('directions', kind<Direction>('direction')),
        ...whereAny('retractions', kind<Retraction>('retracted')),
        ...sole<'erasure', Erasure>(all, 'erasure'),
        ...sole<'copy', CopyRequest>(all, 'copy'),
      };
    },
    list: ({ cursor, limit }) => listed<Patient>('patients', cursor, limit),
    // Who was merged away or erased is on no list.
    save: (patient) =>
      items.put({
        pk: pk(patient.id),
        sk: 'patient',
        ...patient,
        ...(patient.mergedInto || patient.erasedAt ? {} : { listShard: 'patients' }),
      }),
    link: async (addressKeys, patientId, relation) => {
      for (const key of addressKeys)
        await items.put(
          relation
            ? { ...supportLink(key, patientId), patientId, relation }
            : { ...ownLink(key, patientId), patientId },
        );
    },
    unlink: async (addressKeys, patientId, as) => {
      for (const key of addressKeys) {
        if (as !== 'support') await items.remove(ownLink(key, patientId));
        if (as !== 'own') await items.remove(supportLink(key, patientId));
      }
    },
    byAddress: async (addressKeys) => {
      const pages = await Promise.all(addressKeys.map((key) => items.all(partition(`contact#${key}`))));
      return strongest(
        pages.flat().map(({ sk, patientId, relation }) => ({
          id: String(patientId ?? sk),
          ...(relation ? { relation: String(relation) } : {}),
        })),
      );
    },
    household: async (patientId) => {
      const [found] = await items.all(partition(pk(patientId), 'household'));
      return found && String(found.household);
    },
    householdMembers: async (household) =>
      (await items.all(partition(`household#${household}`))).map(({ sk }) => String(sk)),
    // The member first: who has the name is always found by it.
    nameHousehold: async (patientId, household) => {
      await items.put({ pk: pk(patientId), sk: `was-in#${household}` });
      await items.put({ pk: `household#${household}`, sk: patientId });
      await items.putIf(
        { pk: pk(patientId), sk: 'household', household },
        {
          expression: 'attribute_not_exists(pk) OR household > :household',
          values: { ':household': household },
        },
      );
    },
    leaveHouseholds: async (patientId) => {
      for (const { sk } of await items.all(partition(pk(patientId), 'was-in#')))
        await items.remove({ pk: `household#${String(sk).slice('was-in#'.length)}`, sk: patientId });
    },
    saveCare: (care) => items.put({ pk: pk(care.patientId), sk: 'care', ...care }),
    saveGuardian: (guardian) => items.put({ pk: pk(guardian.patientId), sk: 'guardian', ...guardian }),
    removeGuardian: (patientId) => items.remove({ pk: pk(patientId), sk: 'guardian' }),
    saveMinorMark: async (mark) => {
      await items.putIf(
        { pk: pk(mark.patientId), sk: 'minorMark', ...mark },
        {
          expression:
            'attribute_not_exists(pk) OR #at < :at OR (#at = :at AND attribute_not_exists(cleared))',
          names: { '#at': 'at' },
          values: { ':at': mark.at },
        },
      );
    },
    saveDirection: (direction) =>
      items.put({ pk: pk(direction.patientId), sk: `direction#${direction.treatment}`, ...direction }),
    saveTreatment: (treatment) =>
      items.put({ pk: pk(treatment.patientId), sk: `treatment#${treatment.id}`, ...treatment }),
    savePurchase: (purchase) => putNewer(`purchase#${purchase.id}`, purchase),
    removeEntry: (kind, patientId, id) => items.remove({ pk: pk(patientId), sk: `${kind}#${id}` }),
    // The reason first: what is cut off between the two is brought back by no import.
    retract: async (retraction) => {
      const { patientId, id } = retraction;
      await items.putIf({ pk: pk(patientId), sk: `retracted#${id}`, ...retraction });
      await items.remove({ pk: pk(patientId), sk: id });
    },
    unretract: (patientId, id) => items.remove({ pk: pk(patientId), sk: `retracted#${id}` }),
    saveConsultation: (consultation) =>
      items.put({ pk: pk(consultation.patientId), sk: `consultation#${consultation.id}`, ...consultation }),
    saveSeries: (series) => items.put({ pk: pk(series.patientId), sk: `series#${series.id}`, ...series }),
    saveSetting: (setting) =>
      items.put({ pk: pk(setting.patientId), sk: `setting#${setting.id}`, ...setting }),
    savePreferences: async (preferences) => {
      await items.put({ pk: pk(preferences.patientId), sk: 'preferences', ...preferences });
      await lookSoon(preferences.patientId, preferences.at);
    },
    addPreferenceEvent: async (event) => {
      await items.putIf({ pk: pk(event.patientId), sk: `wish#${event.id}`, ...event });
    },
    saveCheck: (check) =>
      items.put({ pk: pk(check.patientId), sk: `check#${check.kind}#${check.number}`, ...check }),
    saveAppointment: (appointment) => putNewer(`appointment#${appointment.id}`, appointment),
    ...events,
    addConsent: async (event) => {
      await events.addConsent(event);
      if (event.action === 'grant') await lookSoon(event.patientId, event.recordedAt);
    },
    saveCopyRequest: (request) => items.put({ pk: pk(request.patientId), sk: 'copy', ...request }),
    saveErasure: (erasure) => items.put({ pk: pk(erasure.patientId), sk: 'erasure', ...erasure }),
    forget: async (patientId) => {
      for (const { sk } of await items.all(partition(pk(patientId))))
        if (!staysForever(String(sk))) await items.remove({ pk: pk(patientId), sk: String(sk) });
    },
    saveItem: (item, due, seen) =>
      items.putIf(
        { ...itemKey(item), ...item, ...indexed(item, due) },
        seen === undefined ? undefined : unchanged(seen),
      ),
    saveLook: (patientId, on, { zone, shard }) =>
      items.put({
        pk: pk(patientId),
        sk: 'look',
        on,
        dueKey: on === undefined ? undefined : dueKey(zone, on, shard),
        dueSort: on === undefined ? undefined : patientId,
      }),
    saveOutlooks: (patientId, lines) => items.put({ pk: pk(patientId), sk: 'outlook', lines }),
    lookSoon,
    raiseItem: async (before, after, due) => {
      const { patientId, id, ...changes } = after;
      const cleared = { nextOn: undefined, followsOn: undefined, callBack: undefined };
      const gone = { ...cleared, ...changes, ...indexed(after, due) };
      const seen = unchanged({ ...before, state: 'open' });
      return (await items.updateIf(itemKey({ patientId, id }), gone, seen)) !== undefined;
    },
    items: ({ cursor, limit }) => listed<RecallItem>('items', cursor, limit),
    dueOn: async ({ zone, day, shard }, cursor, limit) => {
      const page = await items.page(
        {
          IndexName: 'due',
          KeyConditionExpression: 'dueKey = :key',
          ExpressionAttributeValues: { ':key': dueKey(zone, day, shard) },
          Limit: limit,
        },
        cursor,
      );
      return {
        items: page.items.map(({ dueSort }) => String(dueSort)),
        ...(page.cursor ? { cursor: page.cursor } : {}),
      };
    },
  };
}
