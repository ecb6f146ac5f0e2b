import { Temporal } from 'temporal-polyfill';
import { isTelephone, type PastContact, promotes, type Question } from './question.ts';

const dayOf = (at: string, zone: string): Temporal.PlainDate =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate();

/** What answers the patient, and what protects them, is never counted (R3). */
const uncounted = new Set(['reply', 'safety', 'stop-confirmation', 'help-reply']);

/** Contacts that count toward the cap of a message: all of them where it promotes, those of care where it does not. */
function counted(question: Question): readonly PastContact[] {
  const { recipient } = question;
  const own = isTelephone(question)
    ? [...recipient.contacts, ...recipient.numberContacts]
    : recipient.contacts;
  const all = own.filter(({ purpose }) => !uncounted.has(purpose));
  return promotes(question) ? all : all.filter(({ purpose, aftercare }) => purpose === 'care' && !aftercare);
}

/** Caps of the practice (R3, R5): so many in a local day, in seven and in thirty, today among them. */
function limits(question: Question): readonly (readonly [days: number, most: number])[] {
  const { care, marketing } = question.rules.caps;
  return promotes(question)
    ? [
        [1, marketing.day],
        [7, marketing.week],
        [30, marketing.month],
      ]
    : [
        [1, care.day],
        [7, care.week],
      ];
}

const daysUntil = (from: Temporal.PlainDate, to: Temporal.PlainDate): number =>
  from.until(to, { largestUnit: 'days' }).days;

const longest = 31;

/**
 * The first instant from `at` on at which the practice's caps allow one more; undefined when they never do. What protects somebody who was treated
 * lately is a safety message in their sense (R3), unless it promotes.
 */
export function afterCaps(question: Question, at: Temporal.Instant): Temporal.Instant | undefined {
  if (question.message.aftercare && !promotes(question)) return at;
  const { homeZone } = question;
  const days = counted(question).map((contact) => dayOf(contact.at, homeZone));
  const today = at.toZonedDateTimeISO(homeZone).toPlainDate();
  const free = (day: Temporal.PlainDate): boolean =>
    limits(question).every(([span, most]) => {
      const within = days.filter((past) => {
        const ago = daysUntil(past, day);
        return ago >= 0 && ago < span;
      });
      return within.length < most;
    });
  for (let later = 0; later <= longest; later += 1) {
    const day = today.add({ days: later });
    if (free(day)) return later === 0 ? at : day.toZonedDateTime(homeZone).toInstant();
  }
  return undefined;
}

/** R5: at most so many calls and texts in so many hours, of this patient and of all who share the number. */
export function afterCeiling(question: Question, at: Temporal.Instant): Temporal.Instant | undefined {
  if (!isTelephone(question)) return at;
  const { contacts, numberContacts } = question.recipient;
  const { contacts: most, hours } = question.law.ceiling;
  const times = [...contacts, ...numberContacts]
    .filter(({ channel, purpose }) => (channel === 'text' || channel === 'call') && !uncounted.has(purpose))
    .map((contact) => Temporal.Instant.from(contact.at))
    .filter((instant) => Temporal.Instant.compare(instant, at) <= 0)
    .sort(Temporal.Instant.compare);
  const oldest = times.at(-most);
  if (oldest === undefined) return at;
  const free = oldest.add({ hours });
  return Temporal.Instant.compare(free, at) > 0 ? free : at;
}

/** R22: three soft bounces within 30 days pause an address for 30 days. */
export function afterPause(question: Question, at: Temporal.Instant): Temporal.Instant | undefined {
  if (question.channel !== 'email' || !promotes(question)) return at;
  const ends = question.recipient.suppressed
    .filter(({ address, reason }) => address === 'email' && reason === 'soft-bounces')
    .map(({ at: since }) =>
      Temporal.PlainDate.from(since.slice(0, 10))
        .add({ days: pauseDays })
        .toZonedDateTime(question.homeZone)
        .toInstant(),
    )
    .filter((end) => Temporal.Instant.compare(end, at) > 0)
    .sort(Temporal.Instant.compare);
  return ends.at(-1) ?? at;
}

const pauseDays = 30;
