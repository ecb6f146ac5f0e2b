import { Temporal } from 'temporal-polyfill';
import { afterCaps, afterCeiling, afterPause } from './caps.ts';
import { abroadChecks, ruleAbroad } from './checks/abroad.ts';
import type { Check } from './checks/check.ts';
import { erasedChecks } from './checks/erased.ts';
import { mailChecks } from './checks/mail.ts';
import { isMinor, personChecks } from './checks/person.ts';
import { privacyChecks } from './checks/privacy.ts';
import { socialChecks } from './checks/social.ts';
import { telephoneChecks } from './checks/telephone.ts';
import { clocks, firstWithin, horizonDays } from './hours.ts';
import { whereabouts } from './jurisdiction.ts';
import { isProactive, isTelephone, promotes, type Question } from './question.ts';

/** `rules` names what spoke: of an answer that stands in the way the decisive rule first, of `allow` all that had a word on it. */
export type Decision =
  | { readonly outcome: 'allow'; readonly rules: readonly string[] }
  | {
      readonly outcome: 'defer';
      /** ISO instant, at which the same question is allowed. */
      readonly until: string;
      readonly reason: string;
      readonly rules: readonly string[];
    }
  | { readonly outcome: 'block'; readonly reason: string; readonly rules: readonly string[] }
  | { readonly outcome: 'escalate'; readonly reason: string; readonly rules: readonly string[] };

const checks: readonly Check[] = [
  ...erasedChecks,
  ...personChecks,
  ...privacyChecks,
  ...telephoneChecks,
  ...mailChecks,
  ...socialChecks,
  ...abroadChecks,
];

/** What the channel needs to reach anybody. */
function unreachable({ channel, recipient }: Question): string | undefined {
  if (channel === 'email') return recipient.email ? undefined : 'there is no e-mail address that can be used';
  if (channel === 'text' || channel === 'call')
    return recipient.phone ? undefined : 'there is no phone number that can be used';
  if (channel === 'letter' || channel === 'postcard')
    return recipient.hasPostal ? undefined : 'there is no postal address that can be used';
  return undefined;
}

const isPost = ({ channel }: Question): boolean => channel === 'letter' || channel === 'postcard';

interface Found {
  readonly reason: string;
  readonly rules: readonly string[];
}

/** Everything that stands in the way, in the order of the checks. */
function found(question: Question, escalates: boolean): Found | undefined {
  const against = checks
    .filter((check) => (check.escalates ?? false) === escalates)
    .flatMap(({ rules, against }) => {
      const reason = against(question);
      return reason === undefined ? [] : [{ rules, reason }];
    });
  const [first] = against;
  return first && { reason: first.reason, rules: rulesOf(against) };
}

interface Timed {
  readonly rules: readonly string[];
  readonly reason: string;
  /** The first instant from one on that this allows; undefined when none does. */
  readonly first: (at: Temporal.Instant) => Temporal.Instant | undefined;
}

/** Hours of solicitation are law (R4, R5), others the practice's own (R4); both hold wherever the recipient may be (R6). */
function hourRules(question: Question): readonly string[] {
  const { recipient, law } = question;
  const abroad = law.countries[recipient.country];
  const there = abroad && recipient.country !== 'US' ? [ruleAbroad[abroad.consent]] : [];
  return promotes(question) && isTelephone(question) ? ['R4', 'R5', 'R6', ...there] : ['R4', 'R6', ...there];
}

/** What has hours and caps at all: an answer goes out at any hour (R4). */
const isTimed = (question: Question): boolean =>
  isProactive(question) || (promotes(question) && question.message.purpose !== 'safety');

/** What only time lifts: caps, the ceiling, a pause, the hours of every place the recipient may be in. */
function timed(question: Question): readonly Timed[] {
  if (!isTimed(question)) return [];
  const hours: readonly Timed[] = clocks(question).map((clock) => ({
    rules: hourRules(question),
    reason: 'outside the hours in which it may be sent',
    first: (at) => firstWithin(clock, at),
  }));
  // Nobody's guardian is told of them once they are of age, also where a message waits until then (R36).
  const guarded: readonly Timed[] = question.recipient.guardian
    ? [
        {
          rules: ['R36'],
          reason: 'of age by then: the guardian is contacted no more',
          first: (at) => (isMinor({ ...question, now: at.toString() }) ? at : undefined),
        },
      ]
    : [];
  return [
    ...guarded,
    {
      rules: promotes(question) ? ['R5'] : ['R3'],
      reason: 'contacted often enough',
      first: (at) => afterCaps(question, at),
    },
    {
      rules: ['R5'],
      reason: 'called and texted often enough for a day',
      first: (at) => afterCeiling(question, at),
    },
    { rules: ['R22'], reason: 'mail to this address is paused', first: (at) => afterPause(question, at) },
    ...hours,
  ];
}

/** Whatever does not agree with an instant, with the first one it does agree with. */
function firstObjection(
  parts: readonly Timed[],
  at: Temporal.Instant,
): { readonly part: Timed; readonly next: Temporal.Instant | undefined } | undefined {
  for (const part of parts) {
    const next = part.first(at);
    if (next === undefined || Temporal.Instant.compare(next, at) !== 0) return { part, next };
  }
  return undefined;
}

/** Goes on until every one of them agrees; undefined when they never do within the horizon. */
function firstAllowed(
  parts: readonly Timed[],
  now: Temporal.Instant,
): { readonly at: Temporal.Instant | undefined; readonly moved: readonly Timed[] } {
  const end = now.add({ hours: 24 * horizonDays });
  const moved: Timed[] = [];
  let at = now;
  for (;;) {
    const objection = firstObjection(parts, at);
    if (!objection) return { at, moved };
    moved.push(objection.part);
    if (!objection.next || Temporal.Instant.compare(objection.next, end) > 0) return { at: undefined, moved };
    at = objection.next;
  }
}

const rulesOf = (parts: readonly { readonly rules: readonly string[] }[]): readonly string[] => [
  ...new Set(parts.flatMap(({ rules }) => rules)),
];

/** The rules that had a word on a message that nothing stands against. */
const spoke = (question: Question, parts: readonly Timed[]): readonly string[] => [
  ...new Set([...rulesOf(checks.filter(({ concerns }) => concerns(question))), ...rulesOf(parts)]),
];

/**
 * May this person be contacted, on this channel, now? Asked when a touch is planned and again when it is sent. Pure. What is not known
 * never allows; a block beats an escalation (a person must act instead), that beats a deferral; a deferral ends at an instant at which
 * the same question is allowed.
 */
export function decide(question: Question): Decision {
  const blocked = found(question, false);
  if (blocked) return { outcome: 'block', ...blocked };
  const lacking = unreachable(question);
  if (lacking !== undefined)
    return question.message.purpose === 'safety'
      ? { outcome: 'escalate', reason: `${lacking}: a person must call`, rules: ['R12', 'address'] }
      : { outcome: 'block', reason: lacking, rules: isPost(question) ? ['address', 'R26'] : ['address'] };
  const needsPerson = found(question, true);
  if (needsPerson) return { outcome: 'escalate', ...needsPerson };
  // An answer has no hours: to a number abroad it goes like any other.
  const asksForHours = isTimed(question) && isTelephone(question);
  if (asksForHours && whereabouts(question.recipient, question.law).zones.length === 0)
    return { outcome: 'block', reason: 'nobody knows what time it is there', rules: ['R6'] };

  const parts = timed(question);
  const now = Temporal.Instant.from(question.now);
  const { at, moved } = firstAllowed(parts, now);
  const [decisive] = moved;
  if (!decisive) return { outcome: 'allow', rules: spoke(question, parts) };
  if (!at)
    return {
      outcome: 'block',
      reason: 'no hour suits every place they may be in',
      rules: rulesOf([decisive, ...moved]),
    };
  return {
    outcome: 'defer',
    until: at.toString({ fractionalSecondDigits: 3 }),
    reason: decisive.reason,
    rules: rulesOf(moved),
  };
}
