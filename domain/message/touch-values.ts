import { Temporal } from 'temporal-polyfill';
import type { PatientRecord } from '../patient/patient.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import type { RecallItem } from '../recall/recall-item.ts';
import { visitOf } from '../recall/reminders.ts';
import type { Touch } from '../recall/touch.ts';
import { dayInWords } from './by-when.ts';
import { phoneText } from './phone-text.ts';
import { type BookedTreatment, isBookedWithProvider } from './with-provider.ts';

/** What of a patient's record the words of a touch may speak of. */
export type Spoken = Pick<PatientRecord, 'patient' | 'items' | 'appointments' | 'consultations'> & {
  /** First name of the patient, where the words are for a guardian (R36). */
  readonly child?: string;
};
/** What of a touch they depend on. */
export type Spoke = Pick<
  Touch,
  'template' | 'class' | 'items' | 'about' | 'offerCode' | 'offerBookBy' | 'offerUntil' | 'offerGives'
>;

const locales = { en: 'en-US', es: 'es-US' } as const;

const itemOf = ({ items }: Spoke, record: Spoken): RecallItem | undefined =>
  record.items.find(({ id }) => id === items[0]?.id);

/** Why a consultation did not move forward, where the touch is about one: its words differ. */
export function reasonFor(touch: Spoke, { consultations }: Spoken): string | null {
  const id = touch.items[0]?.id ?? '';
  if (!id.startsWith('consult#')) return null;
  return consultations.find((one) => `consult#${one.id}` === id)?.reason ?? null;
}

const formats = (locale: string) => ({
  day: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long', month: 'long', day: 'numeric' }),
  time: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' }),
});
const spoken = { en: formats(locales.en), es: formats(locales.es) };
/** What stands on the wall, as if it were UTC. */
const onTheWall = (day: string, time = '00:00'): Date => new Date(`${day}T${time}Z`);

function visitWords(touch: Spoke, record: Spoken, practice: Practice) {
  const { language, location } = record.patient;
  const visit = visitOf(record, touch.items[0]?.id ?? '');
  const place = locationOf(practice, visit?.location ?? location);
  const time = visit?.at && Temporal.Instant.from(visit.at).toZonedDateTimeISO(place.zone);
  return {
    visitOn: visit ? spoken[language].day.format(onTheWall(visit.on)) : null,
    // A narrow space before "p.m." would make a text cost twice as much.
    visitAt: time
      ? spoken[language].time
          .format(
            onTheWall(time.toPlainDate().toString(), time.toPlainTime().toString({ smallestUnit: 'minute' })),
          )
          .replaceAll(/[\u00a0\u202f]/g, ' ')
      : null,
    place: place.name,
  };
}

/**
 * Everything that the words of a touch may use. Nothing of it says what the patient comes for (R25): a first name, the practice, a date, a
 * number, a link. What is not known is null, never absent: a misspelt variable fails, one without a value does not.
 */
export function touchValues(
  touch: Spoke,
  record: Spoken,
  practice: Practice,
  treatments: readonly BookedTreatment[] | undefined,
) {
  const { patient } = record;
  const location = locationOf(practice, patient.location);
  const phone = phoneText(location.phone, practice.country);
  const item = itemOf(touch, record);
  const withProvider = isBookedWithProvider(touch, record, treatments);
  return {
    practice: practice.name,
    shortName: practice.shortName,
    firstName: patient.firstName,
    child: record.child ?? null,
    booking: withProvider ? phone : (practice.bookingUrl ?? phone),
    /** There is no link to book by oneself: the patient is to call or write. What is about a booked visit says nothing of booking. */
    bookWithProvider: withProvider && touch.class !== 'care' ? 'yes' : null,
    phone,
    /** Of whoever is on call, for patients treated lately (R65). */
    directLine: phoneText(location.directLine ?? location.phone, practice.country),
    emergency: practice.emergencyNumber,
    /** An answer to our mail comes in here, and is not read in a mailbox by whoever has time. */
    answerable: practice.mail.inbound === undefined ? null : 'yes',
    offer: touch.offerCode ?? null,
    offerGives: touch.offerGives ?? null,
    offerBookBy: touch.offerBookBy ? dayInWords(touch.offerBookBy, patient.language) : null,
    offerUntil: touch.offerUntil ? dayInWords(touch.offerUntil, patient.language) : null,
    address: location.address.join(', '),
    visit: item?.session ?? null,
    visits: item?.sessions ?? null,
    ...visitWords(touch, record, practice),
  };
}
export type TouchValues = ReturnType<typeof touchValues>;
