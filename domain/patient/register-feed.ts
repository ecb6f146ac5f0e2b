import { decode, type RawRequest } from '../inquiry/decode.ts';
import type { Source } from '../practice/source.ts';
import { localDay } from '../recall/local-day.ts';
import { zoneOf } from '../recall/zones.ts';
import { currentRecord } from './current-record.ts';
import { type FeedContext, type FeedEntry, readFeed } from './feed.ts';
import { type KeepPorts, keepRows } from './keep-patient.ts';
import type { PatientRecord } from './patient.ts';

export interface FeedPorts extends KeepPorts, FeedContext {
  readonly patientId: (externalId: string) => string;
}

/** The one patient whom an entry is about: by the id in the practice's system, else by the address, where it is nobody else's too. */
async function patientOf(entry: FeedEntry, ports: FeedPorts): Promise<PatientRecord | undefined> {
  const { patients } = ports;
  if (entry.externalId) return currentRecord(patients, ports.patientId(entry.externalId));
  const found = await patients.byAddress(await ports.contactKeys(entry.contact));
  const own = found.filter(({ relation }) => relation === undefined);
  return own.length === 1 ? patients.record(own[0]?.id ?? '') : undefined;
}

/** Whether it is said to have taken place, and lies in the future. */
function isAhead({ appointments = [], purchases = [] }: ReturnType<FeedEntry['of']>, today: string): boolean {
  const over = appointments.filter(({ status }) => status === 'fulfilled' || status === 'noshow');
  return [...over, ...purchases].some(({ on }) => on > today);
}

const sentence = (error: unknown): string =>
  error instanceof Error && error.message.startsWith('The source')
    ? error.message
    : 'The body is not what the source said it sends.';

async function entriesOf(
  source: Source,
  request: RawRequest,
  ports: FeedPorts,
): Promise<{ readonly entries: readonly FeedEntry[] } | { readonly review: string }> {
  try {
    return { entries: readFeed(source, await decode(source, request), ports) };
  } catch (error) {
    return { review: sentence(error) };
  }
}

const reviews = {
  erased:
    'The source told of somebody who was erased, and it was not kept: if they have come back, add them anew under another id.',
  ahead:
    'The source told of something that is said to have taken place and lies in the future, and it was not kept: correct its date there.',
  stranger: 'The source told of somebody who is not among the patients: import or add them.',
  unlisted:
    'The source told of a visit that took place with a service that is not known. The visit was kept, and no treatment for that service: add its name to practice/treatments.yaml, and record the treatment.',
};

/**
 * Takes in what the practice's own software told of appointments or purchases; the same again changes nothing, and older news nothing that is
 * newer. `review` says why a person must look: an entry that cannot be read, one of nobody who is known or of somebody who was erased, or a visit
 * that took place with a service that the catalogue does not know (it is kept, with the treatments that are known).
 */
export async function registerFeed(
  source: Source,
  request: RawRequest,
  ports: FeedPorts,
): Promise<{ readonly changed: number; readonly review?: string }> {
  const read = await entriesOf(source, request, ports);
  if ('review' in read) return { changed: 0, review: read.review };
  let changed = 0;
  const seen = new Set<keyof typeof reviews>();
  for (const entry of read.entries) {
    const record = await patientOf(entry, ports);
    if (!record) {
      seen.add('stranger');
      continue;
    }
    const { id, schema, externalId } = record.patient;
    const row = { patient: { id, schema, externalId }, ...entry.of(id, record.appointments) };
    if (isAhead(row, localDay(ports.receivedAt, zoneOf(record.patient, ports.practice)))) {
      seen.add('ahead');
      continue;
    }
    const kept = await keepRows(ports, [row]);
    changed += kept.changed;
    if (kept.refused) seen.add('erased');
    else if (entry.isUnlisted) seen.add('unlisted');
  }
  const told = Object.entries(reviews).flatMap(([why, words]) =>
    seen.has(why as keyof typeof reviews) ? [words] : [],
  );
  return told.length === 0 ? { changed } : { changed, review: told.join(' ') };
}
