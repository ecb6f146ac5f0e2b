import type { AddressConsent } from '../../domain/consent/consent-event.ts';
import type { PatientRecord, Retraction } from '../../domain/patient/patient.ts';
import { type Patients, strongest } from '../../domain/patient/patients.ts';
import type { PreferenceEvent } from '../../domain/patient/preferences.ts';
import type { Direction } from '../../domain/patient/under-age-booking.ts';
import { localDay } from '../../domain/recall/local-day.ts';
import type { Outlook } from '../../domain/recall/outlook.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import { memoryPage } from './memory-page.ts';

type Items = Map<string, Record<string, unknown>>;

/** Thrown in place of a write, as when a function is cut off between two of them. */
export class CutOff extends Error {}

const whereAny = <N extends string, T>(name: N, all: readonly T[]) =>
  (all.length > 0 ? { [name]: all } : {}) as { readonly [K in N]?: readonly T[] };

/** Patients in memory, as their table keeps them; counts writes, and can be cut off after some. */
export function memoryPatients() {
  const records = new Map<string, Items>();
  const links = new Map<string, Map<string, string | undefined>>();
  /** Every household that a patient was ever given. */
  const members = new Map<string, Set<string>>();
  const state = { writes: 0, cutOffAfter: Number.POSITIVE_INFINITY };
  const wrote = (): void => {
    if (state.writes >= state.cutOffAfter) throw new CutOff('cut off');
    state.writes += 1;
  };
  const put = async (patientId: string, sk: string, item: object): Promise<void> => {
    wrote();
    const items = records.get(patientId) ?? new Map();
    records.set(patientId, items.set(sk, { ...item }));
  };
  const once = async (patientId: string, sk: string, item: object): Promise<void> => {
    if (!records.get(patientId)?.has(sk)) await put(patientId, sk, item);
  };
  const kindOf = <T>(items: Items, kind: string): readonly T[] =>
    memoryPage([...items].filter(([sk]) => sk.startsWith(`${kind}#`))).items as readonly T[];
  /** An entry with a version never replaces a newer one. */
  const putNewer = async (sk: string, one: { readonly patientId: string; readonly updatedAt?: string }) => {
    const { updatedAt } = records.get(one.patientId)?.get(sk) ?? {};
    const isOlder =
      one.updatedAt !== undefined && updatedAt !== undefined && String(updatedAt) > one.updatedAt;
    if (!isOlder) await put(one.patientId, sk, one);
  };

  const dueIndex = new Map<string, string>();
  const index = (patientId: string, id: string, day: string | undefined, place: string): void => {
    if (day === undefined) dueIndex.delete(`${patientId} ${id}`);
    else dueIndex.set(`${patientId} ${id}`, `${place} ${day}`);
  };
  const stands = (
    standing: Record<string, unknown> | undefined,
    seen: Pick<RecallItem, 'episode' | 'attempts' | 'state'>,
  ): boolean =>
    standing?.episode === seen.episode &&
    standing.attempts === seen.attempts &&
    standing.state === seen.state;

  const lookSoon: Patients['lookSoon'] = async (patientId, at) => {
    const [zone = '', shard, day = ''] = (dueIndex.get(`${patientId} look`) ?? '').split(' ');
    const today = zone === '' ? '' : localDay(at, zone);
    if (today === '' || today >= day) return;
    await put(patientId, 'look', { on: today });
    index(patientId, 'look', today, `${zone} ${shard}`);
  };

  const patients: Patients = {
    lookSoon,
    keepForAddress: async (key, event) => once(`address#${key}`, `consent#${event.id}`, event),
    ofAddress: async (key) => kindOf<AddressConsent>(records.get(`address#${key}`) ?? new Map(), 'consent'),
    saveLook: async (patientId, on, { zone, shard }) => {
      await put(patientId, 'look', on === undefined ? {} : { on });
      index(patientId, 'look', on, `${zone} ${shard}`);
    },
    saveOutlooks: (patientId, lines) => put(patientId, 'outlook', { lines }),
    record: async (id) => {
      const items = records.get(id);
      const patient = items?.get('patient') as PatientRecord['patient'] | undefined;
      if (!items || !patient) return undefined;
      const preferences = items.get('preferences') as PatientRecord['preferences'];
      const wishes = kindOf<PreferenceEvent>(items, 'wish').toSorted((a, b) => a.at.localeCompare(b.at));
      const sole = <K extends 'erasure' | 'copy' | 'care' | 'guardian' | 'minorMark'>(
        name: K,
      ): Pick<PatientRecord, K> =>
        (items.has(name) ? { [name]: items.get(name) } : {}) as Pick<PatientRecord, K>;
      const household = items.get('household') as { household: string } | undefined;
      const look = items.get('look') as { on?: string } | undefined;
      const outlook = items.get('outlook') as { lines: readonly Outlook[] } | undefined;
      return {
        ...(look?.on ? { lookOn: look.on } : {}),
        ...(outlook ? { outlooks: outlook.lines } : {}),
        patient,
        treatments: kindOf(items, 'treatment'),
        purchases: kindOf(items, 'purchase'),
        consultations: kindOf(items, 'consultation'),
        series: kindOf(items, 'series'),
        appointments: kindOf(items, 'appointment'),
        settings: kindOf(items, 'setting'),
        checks: kindOf(items, 'check'),
        // In the order of appending, which their numbers keep in the table.
        consents: [...items].flatMap(([sk, one]) => (sk.startsWith('consent#') ? [one as never] : [])),
        items: kindOf(items, 'item'),
        ...(preferences ? { preferences } : {}),
        ...whereAny('preferenceEvents', wishes),
        ...(household ?? {}),
        ...sole('care'),
        ...sole('guardian'),
        ...sole('minorMark'),
        ...whereAny('directions', kindOf<Direction>(items, 'direction')),
        ...whereAny('retractions', kindOf<Retraction>(items, 'retracted')),
        ...sole('erasure'),
        ...sole('copy'),
      };
    },
    list: async (query) => {
      const heads = [...records].flatMap(([id, items]) => {
        const head = items.get('patient') as PatientRecord['patient'] | undefined;
        return head && !head.mergedInto && !head.erasedAt ? [[id, head] as const] : [];
      });
      return memoryPage(heads, query);
    },
    save: (patient) => put(patient.id, 'patient', patient),
    link: async (keys, patientId, relation) => {
      for (const key of keys) {
        wrote();
        const sk = relation ? `${patientId}~support` : patientId;
        links.set(key, (links.get(key) ?? new Map()).set(sk, relation));
      }
    },
    unlink: async (keys, patientId, as) => {
      const gone = [as === 'support' ? [] : patientId, as === 'own' ? [] : `${patientId}~support`].flat();
      for (const key of keys)
        for (const sk of gone) {
          if (!links.get(key)?.has(sk)) continue;
          wrote();
          links.get(key)?.delete(sk);
        }
    },
    byAddress: async (keys) =>
      strongest(
        keys
          .flatMap((key) => [...(links.get(key) ?? [])].toSorted())
          .map(([sk, relation]) => ({ id: sk.replace(/~support$/, ''), ...(relation ? { relation } : {}) })),
      ),
    household: async (id) => records.get(id)?.get('household')?.household as string | undefined,
    householdMembers: async (household) =>
      [...members].flatMap(([id, households]) => (households.has(household) ? [id] : [])).toSorted(),
    nameHousehold: async (id, household) => {
      const before = records.get(id)?.get('household')?.household as string | undefined;
      members.set(id, new Set([...(members.get(id) ?? []), household]));
      if (before === undefined || before > household) await put(id, 'household', { household });
    },
    leaveHouseholds: async (id) => {
      if (!members.has(id)) return;
      wrote();
      members.delete(id);
    },
    saveCare: (care) => put(care.patientId, 'care', care),
    saveGuardian: (one) => put(one.patientId, 'guardian', one),
    removeGuardian: async (patientId) => {
      wrote();
      records.get(patientId)?.delete('guardian');
    },
    saveMinorMark: async (one) => {
      const before = records.get(one.patientId)?.get('minorMark') as PatientRecord['minorMark'];
      if (!before || before.at < one.at || (before.at === one.at && !before.cleared))
        await put(one.patientId, 'minorMark', one);
    },
    saveDirection: (one) => put(one.patientId, `direction#${one.treatment}`, one),
    saveTreatment: (one) => put(one.patientId, `treatment#${one.id}`, one),
    savePurchase: (one) => putNewer(`purchase#${one.id}`, one),
    removeEntry: async (kind, patientId, id) => {
      wrote();
      records.get(patientId)?.delete(`${kind}#${id}`);
    },
    retract: async (one) => {
      await once(one.patientId, `retracted#${one.id}`, one);
      wrote();
      records.get(one.patientId)?.delete(one.id);
    },
    unretract: async (patientId, id) => {
      wrote();
      records.get(patientId)?.delete(`retracted#${id}`);
    },
    saveConsultation: (one) => put(one.patientId, `consultation#${one.id}`, one),
    saveSeries: (one) => put(one.patientId, `series#${one.id}`, one),
    saveSetting: (one) => put(one.patientId, `setting#${one.id}`, one),
    savePreferences: async (one) => {
      await put(one.patientId, 'preferences', one);
      await lookSoon(one.patientId, one.at);
    },
    addPreferenceEvent: (one) => once(one.patientId, `wish#${one.id}`, one),
    saveCheck: (one) => put(one.patientId, `check#${one.kind}#${one.number}`, one),
    saveAppointment: (one) => putNewer(`appointment#${one.id}`, one),
    addConsent: async (one) => {
      await once(one.patientId, `consent#${one.id}`, one);
      if (one.action === 'grant') await lookSoon(one.patientId, one.recordedAt);
    },
    saveCopyRequest: (one) => put(one.patientId, 'copy', one),
    saveErasure: (one) => put(one.patientId, 'erasure', one),
    redactConsent: async (one) => {
      if (records.get(one.patientId)?.has(`consent#${one.id}`))
        await put(one.patientId, `consent#${one.id}`, { ...one, redacted: true });
    },
    forget: async (patientId) => {
      for (const sk of [...(records.get(patientId)?.keys() ?? [])]) {
        if (sk === 'patient' || sk === 'erasure' || sk.startsWith('consent#')) continue;
        wrote();
        records.get(patientId)?.delete(sk);
        dueIndex.delete(`${patientId} ${sk.replace(/^item#/, '')}`);
      }
    },
    saveItem: async (item, { zone, shard }, seen) => {
      const standing = records.get(item.patientId)?.get(`item#${item.id}`);
      if (seen === undefined ? standing !== undefined : !stands(standing, seen)) return false;
      await put(item.patientId, `item#${item.id}`, item);
      index(item.patientId, item.id, item.state === 'open' ? item.nextOn : undefined, `${zone} ${shard}`);
      return true;
    },
    raiseItem: async (before, after, { zone, shard }) => {
      const standing = records.get(before.patientId)?.get(`item#${before.id}`);
      if (!stands(standing, { ...before, state: 'open' })) return false;
      const cleared = { nextOn: undefined, followsOn: undefined, callBack: undefined };
      const { nextOn, followsOn, callBack, ...kept } = { ...standing, ...cleared, ...after };
      const left = {
        ...(nextOn ? { nextOn } : {}),
        ...(followsOn ? { followsOn } : {}),
        ...(callBack ? { callBack } : {}),
      };
      await put(after.patientId, `item#${after.id}`, { ...kept, ...left });
      index(after.patientId, after.id, after.state === 'open' ? after.nextOn : undefined, `${zone} ${shard}`);
      return true;
    },
    items: async (query) => {
      const open = [...records].flatMap(([id, items]) =>
        kindOf<RecallItem>(items, 'item')
          .filter(({ state: of }) => of === 'open')
          .map((item) => [`${item.id} ${id}`, item] as const),
      );
      return memoryPage(open, query);
    },
    dueOn: async ({ zone, shard, day }, cursor, limit) => {
      const due = [...dueIndex].filter(([, place]) => place === `${zone} ${shard} ${day}`);
      return memoryPage(
        due.map(([key]) => [key, key.split(' ')[0] as string]),
        { cursor, limit },
      );
    },
  };
  return { patients, state, records, links, members, wrote };
}
