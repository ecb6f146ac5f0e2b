import { isRedFlag } from '../escalation/choose-policy.ts';
import { type Arrival, knownAfter, knownOf, patient, priorityOf } from './arrival.ts';
import { roundAnew, setAgain } from './clocks-again.ts';
import type { Course } from './inquiries.ts';
import type { Inquiry, Priority } from './inquiry.ts';
import { promiseMeasured } from './measured.ts';
import { namedCallAfter } from './named-call.ts';
import { atLatestAsTold, type Clockwork, promised, toldOf } from './promised.ts';
import { contactAfter, provedAfter, standsBeside } from './proved-addresses.ts';
import { symptomsWithin, withRepeats } from './repeat-contact.ts';
import { reassuranceAfter } from './seeks-reassurance.ts';
import { caseAfter, caseClosing } from './standing.ts';
import type { InquiryEvent, Measured } from './timeline-event.ts';

const event = (
  line: Pick<InquiryEvent, 'id' | 'what' | 'at'>,
  why: readonly string[],
  measured: Measured,
): InquiryEvent => ({
  ...line,
  actor: patient,
  ...(why.length > 0 ? { why } : {}),
  ...(Object.keys(measured).length > 0 ? { measured } : {}),
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
    ...namedCallAfter(arrival, promise.policy.targetMinutes),
    ...reassuranceAfter({}, arrival.text, arrival.receivedAt),
    ...(arrival.typed ? { proved: [] } : {}),
    ...(arrival.typed && isRedFlag(level) ? { unprovedCase: true as const } : {}),
    ...(arrival.call ? { callIds: [arrival.call.id] } : {}),
    ...(arrival.mail ? { lastMailId: arrival.mail.id } : {}),
    lastEvent: event({ id: '1', what: 'received', at: now }, flags, measured),
  };
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

function assessedAgain(inquiry: Inquiry, arrival: Arrival) {
  const { assessment, call, receivedAt: at, byMachine, elsewhere } = arrival;
  // A machine's mails are of many people, or of none.
  if (byMachine) return { assessment, symptomsAt: symptomsWithin(inquiry, at) };
  const sameCall = call !== undefined && inquiry.callIds?.includes(call.id) === true;
  return withRepeats(inquiry, assessment, { at, called: call !== undefined, sameCall, elsewhere });
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

/** A call that is owed (R67), and how often its sender asks for reassurance; what stands beside says nothing of them. */
function careAfter(inquiry: Inquiry, arrival: Arrival, minutes: number): Course {
  const owed = inquiry.status === 'closed' ? undefined : inquiry.namedCall;
  return {
    ...namedCallAfter(arrival, minutes, owed),
    ...(arrival.beside ? {} : reassuranceAfter(inquiry, arrival.text, arrival.receivedAt)),
  };
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
  const again = setAgain(inquiry, arrival, waited, ports);
  const anew = roundAnew(inquiry, arrival, again);
  return {
    arrival,
    course: {
      ...again,
      ...anew?.course,
      messageCount: inquiry.messageCount + 1,
      messageIds: [...inquiry.messageIds, arrival.messageId],
      lastMessageAt: arrival.receivedAt,
      ...answeredBy(arrival, beside),
      ...(symptomsAt.length > 0 ? { symptomsAt } : {}),
      ...knownAfter(inquiry, arrival),
      ...careAfter(inquiry, arrival, (again.policy ?? inquiry.policy).targetMinutes),
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
      ...event({ id: `${inquiry.revision + 1}`, what, at: ports.now }, flags, {
        ...againMeasured(again, arrival),
        ...anew?.measured,
      }),
      ...(beside ? { note: claimed } : {}),
    },
  };
}
