import type { ConsentEvent } from '../consent/consent-event.ts';
import { normaliseEmail, normalisePhone } from '../inquiry/map-request.ts';
import type { Practice } from '../practice/practice.ts';
import type { ImportField, RecallRules, TreatmentType } from '../recall/recall-rules.ts';
import type { Appointment, Patient, Treatment } from './patient.ts';

export interface ImportedRow {
  readonly patient: Patient;
  readonly treatment?: Treatment;
  readonly appointment?: Appointment;
  readonly consents: readonly ConsentEvent[];
}

export interface ImportContext {
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly columns: RecallRules['import']['columns'];
  readonly patientId: (externalId: string) => string;
  /** ISO instant. */
  readonly now: string;
}

type Row = Readonly<Record<string, string>>;

function cell(row: Row, field: ImportField, { columns }: ImportContext): string {
  const name = (columns[field] ?? []).find((column) => row[column] !== undefined);
  return name === undefined ? '' : (row[name] ?? '').trim();
}

/** A calendar date as exports write it: 2026-11-20 or 11/20/2026. Throws a reason on anything else. */
export function importedDate(text: string, field: string): string {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const iso = american
    ? `${american[3]}-${american[1]?.padStart(2, '0')}-${american[2]?.padStart(2, '0')}`
    : text;
  const date = new Date(`${iso}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(iso) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== iso
  )
    throw new Error(`${field} is no date; write it as 2026-11-20`);
  return iso;
}

const yes = /^(y|yes|true|1|x|si|sí)$/i;
const no = /^(n|no|false|0)$/i;

function consentEvents(row: Row, patientId: string, context: ImportContext): ConsentEvent[] {
  const on = cell(row, 'consentOn', context);
  const how = cell(row, 'consentHow', context);
  return (['email', 'call'] as const).flatMap((channel) => {
    const said = cell(row, channel === 'email' ? 'emailConsent' : 'callConsent', context);
    const denied = no.test(said);
    // R69: a "yes" without a date and a way it was given is no consent.
    if (!denied && !(yes.test(said) && on && how)) return [];
    const occurredAt = on ? importedDate(on, 'the consent date') : context.now.slice(0, 10);
    return [
      {
        id: `import#${channel}#marketing#${on || 'undated'}#${denied ? 'deny' : 'grant'}`,
        patientId,
        channel,
        purpose: 'marketing' as const,
        action: denied ? ('deny' as const) : ('grant' as const),
        occurredAt,
        recordedAt: context.now,
        method: 'import' as const,
        actor: 'import',
        ...(how ? { wording: { text: how, source: 'import' } } : {}),
      },
    ];
  });
}

function treatmentType(name: string, types: readonly TreatmentType[]): TreatmentType {
  const wanted = name.toLowerCase();
  const found = types.find(
    ({ id, names }) => id === wanted || names.some((known) => known.toLowerCase() === wanted),
  );
  if (!found) throw new Error('the treatment is not in practice/treatments.yaml');
  return found;
}

type Field = (name: ImportField) => string;

/** Contact points as they can be used; what cannot is named, for a person to correct. */
function contactPoints(field: Field, country: string): Pick<Patient, 'email' | 'phone' | 'invalid'> {
  const email = normaliseEmail(field('email'));
  const phone = normalisePhone(field('phone'), country);
  const invalid = [
    ...(field('email') && !email ? ['email'] : []),
    ...(field('phone') && !phone ? ['phone'] : []),
  ];
  return {
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(invalid.length > 0 ? { invalid } : {}),
  };
}

function locationOf(field: Field, { practice }: ImportContext): string {
  const location = field('location') || (practice.locations[0]?.id ?? '');
  if (!practice.locations.some(({ id }) => id === location)) throw new Error('there is no such location');
  return location;
}

function patientOf(row: Row, context: ImportContext): Patient {
  const field: Field = (name) => cell(row, name, context);
  const externalId = field('id');
  if (!externalId) throw new Error('there is no patient id');
  const birthDate = field('birthDate') ? importedDate(field('birthDate'), 'the birth date') : '';
  const optional = { region: field('region'), zone: field('zone'), birthDate };
  return {
    id: context.patientId(externalId),
    schema: 1,
    externalId,
    firstName: field('firstName').slice(0, 100),
    lastName: field('lastName').slice(0, 100),
    language: /^(es|spa|español|spanish)/i.test(field('language')) ? 'es' : 'en',
    location: locationOf(field, context),
    ...contactPoints(field, context.practice.country),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
  };
}

/** One row of an export. Throws the reason, without a word of the row, when it cannot be taken. */
export function importRow(row: Row, context: ImportContext): ImportedRow {
  const patient = patientOf(row, context);
  const name = cell(row, 'treatment', context);
  const on = cell(row, 'treatedOn', context);
  const appointmentOn = cell(row, 'appointmentOn', context);
  if (name && !on) throw new Error('the treatment has no date');
  const type = name ? treatmentType(name, context.types) : undefined;
  const treatedOn = type ? importedDate(on, 'the treatment date') : '';
  const bookedOn = appointmentOn ? importedDate(appointmentOn, 'the next appointment') : '';
  return {
    patient,
    ...(type
      ? { treatment: { patientId: patient.id, id: `${type.id}#${treatedOn}`, type: type.id, on: treatedOn } }
      : {}),
    ...(bookedOn
      ? { appointment: { patientId: patient.id, id: `import#${bookedOn}`, on: bookedOn, status: 'booked' } }
      : {}),
    consents: consentEvents(row, patient.id, context),
  };
}
