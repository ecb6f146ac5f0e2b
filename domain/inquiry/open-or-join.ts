import { higher, isHigher, isRedFlag } from '../escalation/choose-policy.ts';
import type { EscalationRules } from '../escalation/policy.ts';
import { type Compiled, locationOf, type Practice } from '../practice/practice.ts';
import { type Arrival, isMoreUrgent, knownAfter, knownOf, patient, priorityOf } from './arrival.ts';
import { withPromise } from './first-answer.ts';
import type { Course } from './inquiries.ts';
import type { Inquiry, Priority } from './inquiry.ts';
import { promiseMeasured } from './measured.ts';
import { nextChain } from './next-chain.ts';
import { atLatestAsTold, type Clockwork, promised, toldOf } from './promised.ts';
import { contactAfter, provedAfter, standsBeside } from './proved-addresses.ts';
import { notTried } from './reaching.ts';
import { withRepeats } from './repeat-contact.ts';
import { caseAfter, caseClosing, isOpenCase } from './standing.ts';
import type { InquiryEvent, Measured } from './timeline-event.ts';

const event = (
  line: Pick<InquiryEvent, 'id' | 'what' | 'at'>,
  why: readonly string[],
  measured: Measured | undefined,
): InquiryEvent => ({
  ...line,
  actor: patient,
  ...(why.length > 0 ? { why } : {}),
  ...(measured ? { measured } : {}),
});

/** The inquiry that a message opens: run 1, due at once, with its promise and a copy of its policy. */
export function opened(
  arrival: Arrival,
  { rules, now }: Clockwork,
  priority: Priority = priorityOf(arrival),
): Inquiry {
  const { level, flags } = arrival.assessment;
  const { receivedAt, channel } = arrival;
  const location = arrival.location.id;
  const promise = atLatestAsTold(promised(arrival, level, priority, rules), arrival, rules);
  const measured = {
    opening: { receivedAt, channel, location },
    ...promiseMeasured(receivedAt, { ...promise, priority }),
  };
  return {
    id: arrival.inquiryId,
    schema: 1,
    run: 1,
    revision: 1,
    dueAt: now,
    status: 'new',
    priority,
    level,
    channel,
    source: arrival.source,
    location,
    language: arrival.language,
    contact: arrival.contact,
    receivedAt,
    ...promise,
    firstDeadline: promise.deadline,
    chain: 0,
    chainStartedAt: now,
    ...(isRedFlag(level) ? { flaggedAt: now } : {}),
    ...(arrival.review === undefined ? {} : { review: arrival.review }),
    messageCount: 1,
    messageIds: [arrival.messageId],
    answeredCount: 0,
    lastMessageAt: arrival.receivedAt,
    lastChannel: arrival.channel,
    // A call counts, for nobody knows what it was about (R60).
    ...(level === 'R' && !arrival.call ? {} : { symptomsAt: [arrival.receivedAt] }),
    ...knownOf(arrival),
    ...(arrival.typed ? { proved: [] } : {}),
    ...(arrival.typed && isRedFlag(level) ? { unprovedCase: true as const } : {}),
    ...(arrival.call ? { callIds: [arrival.call.id] } : {}),
    ...(arrival.mail ? { lastMailId: arrival.mail.id } : {}),
    lastEvent: event({ id: '1', what: 'received', at: now }, flags, measured),
  };
}

const fromTheStart = { step: undefined, repeat: undefined, roundAt: undefined };
// A promise of its own can be missed anew.
const notMissed = { missedAt: undefined, newDeadline: undefined };
const fromTheDesk = {
  closedAt: undefined,
  closeReason: undefined,
  outcome: undefined,
  ...notTried,
  claimedBy: undefined,
  claimUntil: undefined,
  claimSince: undefined,
  claimByClinician: undefined,
};

/** Somebody waits already: the message may raise the level or the priority, which starts the chain again; never the promise later. */
function whileWaiting(inquiry: Inquiry, arrival: Arrival, ports: Clockwork): Course {
  const { level } = arrival.assessment;
  const own = priorityOf(arrival);
  const higherPriority = isMoreUrgent(own, inquiry.priority);
  if (!higherPriority && !isHigher(level, inquiry.level)) return {};
  const newLevel = higher(level, inquiry.level);
  const priority = higherPriority ? own : inquiry.priority;
  const fresh = promised(arrival, newLevel, priority, ports.rules);
  const promise =
    fresh.deadline < inquiry.deadline
      ? fresh
      : {
          ...fresh,
          deadline: inquiry.deadline,
          deadlineWhy: inquiry.deadlineWhy,
          warnAt: inquiry.warnAt,
        };
  return {
    ...promise,
    ...withPromise(inquiry, promise.deadline),
    ...fromTheStart,
    level: newLevel,
    priority,
    chain: nextChain(inquiry),
    chainStartedAt: ports.now,
  };
}

/**
 * Nobody waited any more: the next-response clock starts, under what the message asks for. A red-flag case that nobody has closed stays one, with
 * its clocks, whatever is written now (R58, R61).
 */
function afterAnAnswer(inquiry: Inquiry, arrival: Arrival, ports: Clockwork): Course {
  const onCase = isOpenCase(inquiry);
  const level = onCase ? higher(arrival.assessment.level, inquiry.level) : arrival.assessment.level;
  const priority = priorityOf({ ...arrival, assessment: { ...arrival.assessment, level } });
  const promise = promised(arrival, level, priority, ports.rules);
  return {
    ...promise,
    ...withPromise(inquiry, promise.deadline),
    ...fromTheStart,
    ...notMissed,
    ...fromTheDesk,
    status: inquiry.acknowledgedAt ? 'acknowledged' : 'new',
    ...(isRedFlag(level) ? { flaggedAt: ports.now } : {}),
    level,
    priority,
    chain: nextChain(inquiry),
    chainStartedAt: ports.now,
  };
}

/** What opens an inquiry again without a new message: the promise anew from now, under its own level and priority or those given. */
export function promisedAgain(
  inquiry: Inquiry,
  {
    rules,
    practice,
    now,
  }: { readonly rules: Compiled<EscalationRules>; readonly practice: Practice; readonly now: string },
  { level, priority }: Pick<Inquiry, 'level' | 'priority'> = inquiry,
): Course {
  const location = locationOf(practice, inquiry.location);
  return {
    ...promised({ receivedAt: now, location }, level, priority, rules),
    ...fromTheStart,
    ...notMissed,
    ...fromTheDesk,
    status: inquiry.acknowledgedAt ? 'acknowledged' : 'new',
    chain: nextChain(inquiry),
    chainStartedAt: now,
  };
}

/** What a sender was told by their own words holds, where it is sooner than what the inquiry is due by. */
function tightened(inquiry: Inquiry, again: Course, arrival: Arrival, { rules }: Clockwork): Course {
  const { deadline, deadlineWhy, warnAt = [] } = { ...inquiry, ...again };
  const due = { deadline: deadline ?? '', deadlineWhy: deadlineWhy ?? [], warnAt: warnAt ?? [] };
  const told = atLatestAsTold(due, arrival, rules);
  return told === due ? again : { ...again, ...told, ...withPromise(inquiry, told.deadline) };
}

const againMeasured = (
  { priority, deadline, policy }: Course,
  { receivedAt }: Arrival,
): Measured | undefined =>
  priority && deadline && policy ? promiseMeasured(receivedAt, { priority, deadline, policy }) : undefined;

const claimed =
  'Its sender only claims to be this person: answers go to the addresses that were known before. Confirm the new one first.';

/** What is known of an address that somebody only named stays unsaid to whoever is not known by their own. */
const byOwnWords = ({ toldBy }: Inquiry, { ownLevel, postTreatment, assessment }: Arrival) =>
  toldBy !== undefined && ownLevel === undefined && postTreatment === undefined
    ? { ownLevel: assessment.level }
    : {};

/** A promise that was made by such words still holds while they wait, as any other would. */
function stillTold({ toldBy }: Inquiry, arrival: Arrival): Pick<Arrival, 'told'> {
  const { told, typed, beside } = arrival;
  if (!told || typed || beside || toldBy === undefined || toldBy >= told.by) return {};
  return { told: { ...told, by: toldBy } };
}

function assessedAgain(inquiry: Inquiry, { assessment, call, receivedAt: at }: Arrival) {
  const sameCall = call !== undefined && inquiry.callIds?.includes(call.id) === true;
  return withRepeats(inquiry, assessment, { at, called: call !== undefined, sameCall });
}

/** By which way, and in which language, the conversation goes on. */
const answeredBy = ({ typed, channel, language, languageInDoubt }: Arrival, beside: boolean): Course => ({
  // What was typed moves no answer: it goes where the conversation's others went.
  ...(beside || typed ? {} : { lastChannel: channel }),
  // Who changes the language is answered in the new one; a word that is of both changes nothing.
  ...(beside || languageInDoubt ? {} : { language }),
});

/** Marketing waits for 30 days after a case, also when somebody writes of another thing meanwhile (R58). */
function keptClosing(inquiry: Inquiry): Course {
  const caseClosedAt = inquiry.status === 'closed' ? caseClosing(inquiry) : undefined;
  return caseClosedAt === undefined ? {} : { caseClosedAt };
}

/** What one more message changes of an inquiry, the line of the timeline that says so, and the arrival as it was assessed in the end (R60). */
export function joined(
  inquiry: Inquiry,
  came: Arrival,
  ports: Clockwork,
): { course: Course; event: InquiryEvent; arrival: Arrival } {
  const { assessment, symptomsAt } = assessedAgain(inquiry, came);
  const beside = standsBeside(inquiry, came);
  const waited = inquiry.messageCount > inquiry.answeredCount && inquiry.status !== 'closed';
  const own = { ...came, ...byOwnWords(inquiry, came) };
  const told = {
    ...own,
    assessment,
    ...(beside ? { beside: true as const } : {}),
    ...toldOf(own, beside, ports.rules),
  };
  const arrival = { ...told, ...(waited ? stillTold(inquiry, told) : {}) };
  const { level, flags } = assessment;
  const what = inquiry.status === 'closed' ? 'reopened' : 'wrote-again';
  const again = tightened(
    inquiry,
    (waited ? whileWaiting : afterAnAnswer)(inquiry, arrival, ports),
    arrival,
    ports,
  );
  return {
    arrival,
    course: {
      ...again,
      messageCount: inquiry.messageCount + 1,
      messageIds: [...inquiry.messageIds, arrival.messageId],
      lastMessageAt: arrival.receivedAt,
      ...answeredBy(arrival, beside),
      ...(symptomsAt.length > 0 ? { symptomsAt } : {}),
      ...knownAfter(inquiry, arrival),
      ...(arrival.call ? { callIds: [...new Set([...(inquiry.callIds ?? []), arrival.call.id])] } : {}),
      ...(arrival.mail && !beside ? { lastMailId: arrival.mail.id } : {}),
      contact: contactAfter(inquiry, arrival),
      ...provedAfter(inquiry, arrival),
      ...caseAfter(inquiry, arrival),
      ...(isRedFlag(level) ? { flaggedAt: ports.now } : {}),
      ...keptClosing(inquiry),
      // Closed while somebody still waited: what was left open then is not answered now.
      ...(inquiry.status === 'closed' ? { answeredCount: inquiry.messageCount } : {}),
    },
    event: {
      ...event({ id: `${inquiry.revision + 1}`, what, at: ports.now }, flags, againMeasured(again, arrival)),
      ...(beside ? { note: claimed } : {}),
    },
  };
}
