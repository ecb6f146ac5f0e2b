import type { EligibleEvent, Facts, TreatmentFact } from '../../domain/measure/facts.ts';
import type { Span } from '../../domain/measure/report.ts';
import { currentRecord } from '../../domain/patient/current-record.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { daysAfter } from '../../domain/recall/calendar.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { factsOf } from '../../domain/recall/report-facts.ts';

export interface FactPorts {
  readonly patients: Pick<Patients, 'record' | 'list'>;
  readonly outreach: Pick<Outreach, 'eligibleIn' | 'touches'>;
  readonly practice: Practice;
}

/** Patients read at the same time. */
const atOnce = 16;
/** A touch leaves some days after the sweep that planned it, at most. */
const longestDelayDays = 31;
const pageSize = 100;

async function forEach<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, next));
}

/** The months from one local date to another, YYYY-MM. */
function monthsOf(from: string, until: string): readonly string[] {
  const months: string[] = [];
  for (let day = `${from.slice(0, 7)}-01`; day < until; day = `${daysAfter(day, 32).slice(0, 7)}-01`)
    months.push(day.slice(0, 7));
  return months;
}

type Found = { readonly events: readonly EligibleEvent[]; readonly patientIds: readonly string[] };

async function found({ outreach }: FactPorts, { from, until, pooledFrom }: Span): Promise<Found> {
  const earliest = [daysAfter(from, -longestDelayDays), pooledFrom].toSorted()[0] ?? from;
  const months = await Promise.all(monthsOf(earliest, until).map((month) => outreach.eligibleIn(month)));
  const events = months.flatMap((month) => month.events);
  const touched = months.flatMap((month) => month.touched);
  return { events, patientIds: [...new Set([...events.map(({ patientId }) => patientId), ...touched])] };
}

/**
 * Everything that the report of a span is made of. Reads the months of the span, and the patients who became eligible or were contacted in
 * them: no one else's. Who was merged into another record is that one.
 */
export async function recallFacts(ports: FactPorts, span: Span): Promise<Facts> {
  const { events, patientIds } = await found(ports, span);
  const ofPatient = Map.groupBy(events, ({ patientId }) => patientId);
  const since = daysAfter(span.from, -longestDelayDays);
  const seen = new Set<string>();
  const facts: Facts[] = [];
  await forEach(patientIds, async (id) => {
    const record = await currentRecord(ports.patients, id);
    if (!record) return;
    const own = {
      events: ofPatient.get(id) ?? [],
      touches: await ports.outreach.touches(id, since),
    };
    const one = factsOf(record, own, ports.practice);
    const again = seen.has(record.patient.id);
    seen.add(record.patient.id);
    facts.push(again ? { ...one, appointments: [], treatments: [], purchases: [] } : one);
  });
  return {
    events: facts.flatMap((one) => one.events),
    touches: facts.flatMap((one) => one.touches),
    appointments: facts.flatMap((one) => one.appointments),
    treatments: facts.flatMap((one) => one.treatments),
    purchases: facts.flatMap((one) => one.purchases),
  };
}

/** The treatments of all patients, for cohorts: every page of the list, a record each. */
export async function allTreatments(ports: FactPorts): Promise<readonly TreatmentFact[]> {
  const treatments: TreatmentFact[] = [];
  let cursor: string | undefined;
  do {
    const page = await ports.patients.list({ cursor, limit: pageSize });
    await forEach(page.items, async ({ id }) => {
      const record = await ports.patients.record(id);
      if (record) treatments.push(...factsOf(record, { events: [], touches: [] }, ports.practice).treatments);
    });
    cursor = page.cursor;
  } while (cursor !== undefined);
  return treatments;
}
