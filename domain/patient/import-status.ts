import type { Appointment, Consultation } from './patient.ts';

/** Words alone: brackets hold remarks ("confirmed (deposit paid)"), and DoneByClinic is three words. */
export const wordsOf = (text: string): string =>
  text
    .slice(0, 200)
    .replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

type Words<T extends string> = readonly (readonly [T, RegExp])[];

const first = <T extends string>(words: Words<T>, text: string): T | undefined =>
  words.find(([, pattern]) => pattern.test(text))?.[0];

/** What turns what follows into its opposite, or says that it is still to come, with what it turns. */
const turned =
  /\b(not|no|never|non|without|didnt|isnt|wasnt|hasnt|cannot|cant|awaiting|to be)( \w+){1,2}|\bun(?!decided)\w+|\bin(complete|active)\b/g;
const withoutTurned = (words: string): string => words.replaceAll(turned, ' ');

/** Said in so many words. What is turned into its opposite is known only whole: "not booked" has a word of "booked" in it. */
const wholeStatuses: Words<Appointment['status']> = [
  [
    'noshow',
    /^(not attended|did ?nt (show|arrive|attend|come)( up)?|did not (show|arrive|attend|come)( up)?|dna|fta|ncns)$/,
  ],
  ['cancelled', /(?<!\b(not|never|to be) )\bcancel\w*/],
  ['noshow', /\bno ?show(ed)?\b|^missed\b|\bfailed to (attend|show|arrive)\b/],
  [
    'cancelled',
    /^(not booked|not scheduled|unbooked|unscheduled|unsched( list)?|inactive|planned|pt ?note( completed)?|wait ?list(ed)?|none)$/,
  ],
  [
    'booked',
    /^(not (completed|complete|finished|started|confirmed|paid|checked (in|out)|arrived)|incomplete|unpaid|unconfirmed|unpaid deposit|no deposit)$/,
  ],
];
const statuses: Words<Appointment['status']> = [
  [
    'cancelled',
    /\bdelet\w*|\bdeclin\w*|\bvoid(ed)?\b|\bbroken\b|\breschedul\w*|\bremoved\b|\brejected\b|\bexpired\b/,
  ],
  [
    'fulfilled',
    /\bcomplet(e|ed)\b|\bfulfil(l|led)?\b|\bcheck(ed)? ?out\b|\bdone\b|\bshow(ed)?( up)?\b|\battended\b|\bfinal\b|\bfinali[sz]ed\b|\bfinished\b|\bseen\b/,
  ],
  [
    'booked',
    /\b(re)?booked\b|\bbooking\b|\b(re)?confirmed\b|\bschedul(e|ed)\b|\bpending\b|\barrived\b|\barrival\b|\bcheck(ed)? ?in\b|\brequest(ed)?\b|\bnew\b|\bactive\b|\baccept(ed)?\b|\bpropos(ed|al)\b|\bopen\b|\bready\b|\bstarted\b|\bin (progress|service|session|room)\b|\btentative\b|\breserved\b|\basap\b|\bprepaid\b|\bdeposit\b/,
  ],
  ['fulfilled', /\bpaid\b|\bclosed\b/],
];

/**
 * Status of an appointment as practice systems word it; undefined where none is known. `isAhead`: its day is still to come, so that what says
 * only that it is paid or closed says that it is booked.
 */
export function statusIn(text: string, isAhead = false): Appointment['status'] | undefined {
  const words = wordsOf(text);
  const whole = first(wholeStatuses, words);
  if (whole) return whole;
  const said = withoutTurned(words);
  const found = first(statuses, said);
  return found === 'fulfilled' && isAhead && /\bpaid\b|\bclosed\b/.test(said) ? 'booked' : found;
}

/** As `statusIn`. Throws a reason where none is known. */
export function importedStatus(text: string, isAhead = false): Appointment['status'] {
  const found = statusIn(text, isAhead);
  if (found === undefined)
    throw new Error(
      'the appointment status is none that is known; use booked, cancelled, completed or no-show',
    );
  return found;
}

const notSuitable =
  /\b(not|isnt|never)( a| an)?( good| right| ideal| suitable)? ?(suitable|suited|candidate|appropriate|eligible|fit|recommended|indicated)\b|\bunsuitable\b|\bineligible\b|\bcontra ?indicat\w*/;
/** They have not made up their mind: precisely those who are asked again. */
const undecided =
  /\b(not|didnt|did not|never|havent|has not|have not)( yet)? (book(ed)?|convert(ed)?|proceed(ed)?|proceeding|sold|treated|go ahead|gone ahead|accept(ed)?|decided?|sign(ed)?|sure|ready)\b|\bnot yet\b|\b(wants?|will|would|may|might|maybe|later|plans?|wishes) ?/;
const outcomes: Words<Consultation['outcome']> = [
  ['not-suitable', notSuitable],
  [
    'declined',
    /\bdeclin\w*|\blost\b|\b(not|no longer|isnt) interested\b|\brefus\w*|\brejected\b|\bsaid no\b/,
  ],
  ['open', undecided],
];
const settled: Words<Consultation['outcome']> = [
  [
    'went-ahead',
    /\bwent ahead\b|\bbooked\b|\baccepted\b|\bconvert(ed)?\b|\bwon\b|\btreated\b|\bsold\b|\bproceed(ed|ing)?\b|\bsigned\b/,
  ],
  [
    'open',
    /\bopen\b|\bpend\w*|\bthink\w*|\bundecided\b|\bfollow\w*|\bnew\b|\bquoted?\b|\bconsider\w*|\bcall ?back\b/,
  ],
];

/** What came of a consultation. Throws a reason. */
export function importedOutcome(text: string): Consultation['outcome'] {
  const words = wordsOf(text);
  const found = first(outcomes, words) ?? first(settled, withoutTurned(words));
  if (found === undefined)
    throw new Error(
      'the outcome of the consultation is none that is known; use open, went-ahead, not-suitable or declined',
    );
  return found;
}

const reasons: Words<NonNullable<Consultation['reason']>> = [
  ['price', /pric|cost|budget|money|expens|financ/],
  ['fear', /fear|afraid|scared|nerv|anxi|pain|needle/],
  ['time', /time|busy|schedul/],
  ['second-opinion', /second|opinion|other (practice|provider)|compar/],
];
/** Why a consultation did not move forward; undefined where none is known. */
export const reasonIn = (text: string): Consultation['reason'] => first(reasons, wordsOf(text));
