import { Temporal } from 'temporal-polyfill';
import { isProactive, promotes, type Question } from '../question.ts';
import { type Check, isFor } from './check.ts';

const today = ({ now, homeZone }: Question): Temporal.PlainDate =>
  Temporal.Instant.from(now).toZonedDateTimeISO(homeZone).toPlainDate();

/** Whole days from a local date to today. */
export const daysSince = (date: string, question: Question): number =>
  Temporal.PlainDate.from(date.slice(0, 10)).until(today(question), { largestUnit: 'days' }).days;

/** Whole months from a local date to today. */
export const monthsSince = (date: string, question: Question): number =>
  Temporal.PlainDate.from(date.slice(0, 10)).until(today(question), { largestUnit: 'months' }).months;

const adult = 18;
/** At the instant of the question: known to be a minor, or without a known birth date writing like one (R36). Nothing known is an adult. */
export function isMinor(question: Question): boolean {
  const { birthDate, apparentMinor } = question.recipient;
  if (birthDate === undefined) return apparentMinor === true;
  return monthsSince(birthDate, question) < adult * 12;
}

/** Care of a minor goes to the guardian, or to a person; what is clinical, or asks how they are, to a person who speaks with the guardian. */
function needsPerson(question: Question): boolean {
  if (!isFor(question, 'care') || !isMinor(question)) return false;
  if (!question.recipient.guardian) return true;
  const { clinical: answers, asksHealth } = question.message;
  return !isByPerson(question) && (answers || asksHealth === true);
}

/** R58: at least so many days of silence after an adverse event. */
const silenceDays = 30;

function clinical(question: Question): string | undefined {
  const { openCase, adverseEventClosedOn, openInquiry } = question.circumstances;
  if (openCase) return 'a clinical case is open';
  if (adverseEventClosedOn !== undefined && daysSince(adverseEventClosedOn, question) < silenceDays)
    return 'a clinical case was closed less than 30 days ago';
  return openInquiry ? waits : undefined;
}

const waits = 'an inquiry of theirs waits for an answer';

/** Their own message may be about the very visit: nothing that leaves by itself comes before a person has looked, but what protects them. */
const remindsMeanwhile = (question: Question): boolean =>
  isFor(question, 'care') &&
  !question.message.aftercare &&
  question.by === 'automatic' &&
  question.circumstances.openInquiry;

/** What the person is, wishes and lives through, whatever the channel. */
export const personChecks: readonly Check[] = [
  {
    rules: ['R26'],
    concerns: () => true,
    against: ({ recipient }) => (recipient.deceased ? 'the patient has died' : undefined),
  },
  {
    rules: ['R36'],
    concerns: (question) => question.recipient.birthDate !== undefined || isMinor(question),
    against: (question) => (promotes(question) && isMinor(question) ? 'a minor' : undefined),
  },
  {
    rules: ['R36'],
    concerns: () => false,
    escalates: true,
    against: (question) => (needsPerson(question) ? 'a minor: a person speaks with the guardian' : undefined),
  },
  {
    rules: ['R36'],
    concerns: ({ recipient }) => recipient.guardian === true,
    against: (question) =>
      question.recipient.guardian && !isMinor(question) && !isFor(question, 'safety')
        ? 'of age: the guardian is contacted no more'
        : undefined,
  },
  {
    rules: ['R58'],
    concerns: promotes,
    against: (question) => (promotes(question) ? clinical(question) : undefined),
  },
  {
    rules: ['R67'],
    concerns: ({ circumstances }) => circumstances.seeksReassurance === true,
    against: (question) =>
      promotes(question) && question.circumstances.seeksReassurance
        ? 'the patient asks again and again to be reassured: a physician looks first'
        : undefined,
  },
  {
    rules: ['inquiry'],
    concerns: (question) => isFor(question, 'care') && question.circumstances.openInquiry,
    against: (question) => (remindsMeanwhile(question) ? waits : undefined),
  },
  {
    rules: ['R27'],
    concerns: ({ recipient, message }) =>
      message.purpose !== 'safety' && recipient.forbids.length + recipient.onlyBy.length > 0,
    against: ({ recipient, channel, message }) => {
      if (message.purpose === 'safety') return undefined;
      const elsewhere = recipient.onlyBy.length > 0 && !recipient.onlyBy.includes(channel);
      return recipient.forbids.includes(channel) || elsewhere
        ? 'the patient does not want to be contacted this way'
        : undefined;
    },
  },
  {
    rules: ['preference'],
    concerns: ({ recipient }) => recipient.topicsOff.length > 0,
    against: ({ recipient, message }) =>
      recipient.topicsOff.includes(message.purpose) ? 'the patient switched this topic off' : undefined,
  },
  {
    rules: ['booked'],
    concerns: (question) => isProactive(question) && !isFor(question, 'care'),
    against: (question) =>
      isProactive(question) && !isFor(question, 'care') && question.circumstances.bookedOn !== undefined
        ? 'already booked'
        : undefined,
  },
  {
    rules: ['holdout'],
    concerns: (question) => question.circumstances.holdout,
    against: (question) =>
      isProactive(question) &&
      !isFor(question, 'care') &&
      !question.message.paidSeries &&
      question.circumstances.holdout
        ? 'held out, so that the effect of contacting can be measured'
        : undefined,
  },
];

const isByPerson = ({ by, channel }: Question): boolean =>
  by === 'person' || channel === 'call' || channel === 'social';
