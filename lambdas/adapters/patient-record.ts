import type { ConsentEvent } from '../../domain/consent/consent-event.ts';
import type { Guardian, MinorMark } from '../../domain/patient/guardian.ts';
import type {
  Appointment,
  Care,
  Consultation,
  NumberCheck,
  Patient,
  PatientRecord,
  Purchase,
  Retraction,
  Series,
  Treatment,
} from '../../domain/patient/patient.ts';
import type { PreferenceEvent, Preferences } from '../../domain/patient/preferences.ts';
import type { CopyRequest, Erasure } from '../../domain/patient/subject-requests.ts';
import type { Direction } from '../../domain/patient/under-age-booking.ts';
import type { Outlook } from '../../domain/recall/outlook.ts';
import type { RecallItem, RecallSetting } from '../../domain/recall/recall-item.ts';
import type { Item } from './documents.ts';
import { without } from './patient-items.ts';

/** What a patient has one of, or none. */
function sole<K extends string, T>(all: readonly Item[], name: K): { readonly [name in K]?: T } {
  const found = all.find(({ sk }) => sk === name);
  return (found ? { [name]: without<T>(found) } : {}) as { readonly [name in K]?: T };
}

/** A list of the record that most patients have nothing in. */
const whereAny = <N extends string, T>(name: N, all: readonly T[]) =>
  (all.length > 0 ? { [name]: all } : {}) as { readonly [K in N]?: readonly T[] };

const oldestFirst = (events: readonly PreferenceEvent[]): readonly PreferenceEvent[] =>
  events.toSorted((a, b) => a.at.localeCompare(b.at));

/** The record that the items of a person's partition make up; none where there is no such person. */
export function recordFrom(all: readonly Item[]): PatientRecord | undefined {
  const named = (name: string): Item | undefined => all.find(({ sk }) => sk === name);
  const kind = <T>(name: string): readonly T[] =>
    all.filter(({ sk }) => String(sk).startsWith(`${name}#`)).map((item) => without<T>(item));
  const head = named('patient');
  if (!head) return undefined;
  const household = named('household');
  const look = named('look');
  const outlook = named('outlook');
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
    ...whereAny('preferenceEvents', oldestFirst(kind<PreferenceEvent>('wish'))),
    ...(household ? { household: String(household.household) } : {}),
    ...sole<'care', Care>(all, 'care'),
    ...sole<'guardian', Guardian>(all, 'guardian'),
    ...sole<'minorMark', MinorMark>(all, 'minorMark'),
    ...whereAny('directions', kind<Direction>('direction')),
    ...whereAny('retractions', kind<Retraction>('retracted')),
    ...sole<'erasure', Erasure>(all, 'erasure'),
    ...sole<'copy', CopyRequest>(all, 'copy'),
  };
}
