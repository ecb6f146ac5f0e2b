import type { Decoded } from '../inquiry/decode.ts';
import { itemsOf } from '../inquiry/field-path.ts';
import { fieldText, holds, type Reading } from '../inquiry/field-text.ts';
import { normaliseEmail, normalisePhone } from '../inquiry/map-request.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import type { Source } from '../practice/source.ts';
import { localDay } from '../recall/local-day.ts';
import type { Product, TreatmentType } from '../recall/recall-rules.ts';
import { type DateOrder, dateOrderOf } from './date-order.ts';
import { importedMoment } from './import-dates.ts';
import { fromVisit } from './import-entries.ts';
import { importedStatus } from './import-status.ts';
import { importedCount, importedMoney } from './import-values.ts';
import { filled } from './imported.ts';
import type { Appointment, Patient, Purchase, Treatment } from './patient.ts';
import { productNamed, servicesOf } from './services.ts';

/** What a practice's software told of: whose it is, and what. */
export interface FeedEntry {
  /** The patient's id in the practice's system; empty where it is not told. */
  readonly externalId: string;
  readonly contact: Pick<Patient, 'email' | 'phone'>;
  /** What it brings, once it is known whose it is, and which of their appointments are known. */
  readonly of: (
    patientId: string,
    known: readonly Appointment[],
  ) => {
    readonly appointments?: readonly Appointment[];
    readonly treatments?: readonly Treatment[];
    readonly purchases?: readonly Purchase[];
  };
  /** It tells of a visit that took place, with a service that the catalogue does not know. */
  readonly isUnlisted?: boolean;
}

export interface FeedContext {
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly products: readonly Product[];
  /** ISO instant at which it came: its version, where the sender has none. */
  readonly receivedAt: string;
}

type RecordField = keyof NonNullable<Source['mapping']['record']>;
type Field = (name: RecordField) => string;

/** ISO instant of a version: an instant, or seconds or milliseconds since 1970. Undefined when it is neither. */
export function versionOf(written: string): string | undefined {
  const number = /^\d{10}(\d{3})?$/.test(written)
    ? Number(written) * (written.length === 10 ? 1000 : 1)
    : undefined;
  const time = number ?? (/^\d{4}-\d{2}-\d{2}T/.test(written) ? Date.parse(written) : Number.NaN);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

const idOf = (written: string): string => written.replaceAll(/[^A-Za-z0-9_.:-]/g, '-').slice(0, 80);

interface Shared {
  readonly id: string;
  readonly on: string;
  readonly at?: string;
  readonly updatedAt: string;
}

/** How the sender writes days: as the source says, else as is usual in the practice's country. */
const orderOf = ({ dates }: Source, { practice }: FeedContext): DateOrder =>
  dates ?? dateOrderOf(practice.country);

function sharedOf(field: Field, source: Source, context: FeedContext): Shared {
  if (!field('id')) throw new Error('The source’s mapping found no id.');
  const { zone } = locationOf(context.practice, source.location);
  const how = {
    field: 'The source’s date',
    order: orderOf(source, context),
    zone,
  };
  return {
    id: idOf(field('id')),
    ...importedMoment({ day: field('on'), time: field('at') }, how),
    updatedAt: versionOf(field('updatedAt')) ?? context.receivedAt,
  };
}

/** ISO instant at which the sender says that an appointment was made; undefined where it says none, or one that cannot be. */
function bookedIn(
  written: string,
  {
    zone,
    order,
    receivedAt,
  }: { readonly zone: string; readonly order: DateOrder; readonly receivedAt: string },
): string | undefined {
  if (!written) return undefined;
  try {
    const how = { field: 'The source’s booking day', order, zone };
    const { on, at } = /^\d{10,}$/.test(written)
      ? { on: '', at: versionOf(written) ?? '' }
      : importedMoment({ day: written, time: '' }, how);
    const isAhead = at === undefined ? on > localDay(receivedAt, zone) : at > receivedAt;
    return isAhead || at === '' ? undefined : (at ?? `${on}T12:00:00.000Z`);
  } catch {
    // No reason to lose the appointment.
    return undefined;
  }
}

/** What is known of when it was made stays; what comes as booked, unknown till now and for a day to come, was made when this news of it was. */
function firstNews(
  one: Appointment,
  known: Appointment | undefined,
  told: string | undefined,
  { isAhead, receivedAt }: { readonly isAhead: boolean; readonly receivedAt: string },
): Pick<Appointment, 'bookedAt'> {
  const isNew = known === undefined && one.status === 'booked' && isAhead;
  const { updatedAt = receivedAt } = one;
  const news = updatedAt < receivedAt ? updatedAt : receivedAt;
  return filled({ bookedAt: known?.bookedAt ?? told ?? (isNew ? news : undefined) });
}

type Read = Pick<FeedEntry, 'of' | 'isUnlisted'>;

function appointmentIn(field: Field, source: Source, context: FeedContext): Read {
  const shared = sharedOf(field, source, context);
  const { zone } = locationOf(context.practice, source.location);
  const isAhead = shared.on > localDay(context.receivedAt, zone);
  const status = field('status') ? importedStatus(field('status'), isAhead) : 'booked';
  const { known: services, unknown } = servicesOf(field('type'), context.types);
  const [type] = services;
  const { receivedAt } = context;
  const told = bookedIn(field('bookedAt'), { zone, order: orderOf(source, context), receivedAt });
  const isOver = status === 'fulfilled';
  return {
    isUnlisted: isOver && unknown.length > 0,
    of: (patientId, all) => {
      const one = { ...shared, patientId, status, location: source.location, ...(type ? { type } : {}) };
      const known = all.find(({ id }) => id === shared.id);
      return {
        appointments: [{ ...one, ...firstNews(one, known, told, { isAhead, receivedAt }) }],
        treatments: (isOver ? services : []).map((service) => ({
          patientId,
          id: `${service}#${shared.on}`,
          type: service,
          on: shared.on,
          from: fromVisit(shared.id),
        })),
      };
    },
  };
}

function purchaseIn(field: Field, source: Source, context: FeedContext): Read {
  const { id, on, updatedAt } = sharedOf(field, source, context);
  const product = productNamed(field('product'), context.products)?.id;
  // Whatever nobody runs out of is nothing to be reminded of.
  if (product === undefined) return { of: () => ({}) };
  const quantity = field('quantity') ? importedCount(field('quantity'), 'The source’s quantity') : 1;
  const price = field('price') ? importedMoney(field('price'), 'The source’s price') : undefined;
  return {
    of: (patientId) => ({
      purchases: [
        { patientId, id, product, on, quantity, updatedAt, ...(price === undefined ? {} : { price }) },
      ],
    }),
  };
}

function entryOf(source: Source, reading: Reading, context: FeedContext): FeedEntry {
  const { mapping, feeds } = source;
  const field: Field = (name) => fieldText(mapping.record?.[name], reading);
  const email = normaliseEmail(fieldText(mapping.email, reading));
  const phone = normalisePhone(fieldText(mapping.phone, reading), context.practice.country);
  return {
    externalId: field('patient'),
    contact: { ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
    ...(feeds === 'appointments' ? appointmentIn : purchaseIn)(field, source, context),
  };
}

/**
 * The appointments or purchases that a request of the practice's own software tells of; those that the source's rules ignore are left out.
 * Throws a sentence, without a word of the request, when one cannot be read.
 */
export function readFeed(source: Source, request: Decoded, context: FeedContext): readonly FeedEntry[] {
  return itemsOf(request.body, source.each)
    .map((item) => ({ item, request }))
    .filter((reading) => !(source.ignore ?? []).some((condition) => holds(condition, reading)))
    .map((reading) => entryOf(source, reading, context));
}
