import { DomainError } from '../errors.ts';
import { isEmergency, isRedFlag } from '../escalation/choose-policy.ts';
import { stepsGoingOn, stepsHandedTo } from '../escalation/hand-over.ts';
import { leaseHolds } from '../escalation/plan.ts';
import type { Audience, EscalationRules } from '../escalation/policy.ts';
import { locationOf } from '../practice/practice.ts';
import {
  type Action,
  type ActionPorts,
  type AnsweringPorts,
  change,
  isClinician,
  mustBeOpen,
  noClaim,
  unclaimedStatus,
} from './action.ts';
import { type Answer, withAnswer } from './first-answer.ts';
import type { Course } from './inquiries.ts';
import type { CallOutcome, Contact, Inquiry } from './inquiry.ts';
import { waitMeasured } from './measured.ts';
import { nextChain } from './next-chain.ts';
import { notTried, tried } from './reaching.ts';

function leaseMinutes({ level }: Inquiry, rules: EscalationRules): number {
  return level === 'E0' || level === 'E1' ? rules.leaseMinutes[level] : rules.leaseMinutes.default;
}

/** Whether somebody else has it: also who does not silence an emergency has it for others like them, while a clinician may take it over. */
function isAnothers(inquiry: Inquiry, { by, now }: Action): boolean {
  if (inquiry.claimedBy === by.id) return false;
  return leaseHolds(isClinician(by) ? inquiry : { ...inquiry, claimByClinician: true }, now);
}

/** A human has answered all of it; `waiting-on-patient` where they asked something. */
const isAnswered = ({ status }: Inquiry): boolean => status === 'answered' || status === 'waiting-on-patient';

/** Says "I answer this one": stops the alerts for the lease of its level. A second claimer is told who has it. */
export function claim(ports: ActionPorts, action: Action): Promise<Inquiry> {
  return change(ports, action, (inquiry) => {
    mustBeOpen(inquiry);
    if (inquiry.claimedBy !== undefined && isAnothers(inquiry, action))
      throw new DomainError('conflict', `${inquiry.claimedBy} has claimed it already.`, inquiry);
    const until = Date.parse(action.now) + leaseMinutes(inquiry, ports.rules) * 60_000;
    return {
      course: {
        status: isAnswered(inquiry) ? inquiry.status : 'claimed',
        claimedBy: action.by.id,
        claimedAt: inquiry.claimedAt ?? action.now,
        claimSince: action.now,
        claimUntil: new Date(until).toISOString(),
        claimByClinician: isClinician(action.by),
        ...(isClinician(action.by) ? { clinicianClaimedAt: inquiry.clinicianClaimedAt ?? action.now } : {}),
      },
      event: { what: 'claimed' },
      undoable: true,
    };
  });
}

/** Gives a claim back; the chain resumes where it stood. */
export function release(ports: ActionPorts, action: Action): Promise<Inquiry> {
  return change(ports, action, (inquiry) => {
    mustBeOpen(inquiry);
    if (inquiry.claimedBy === undefined) throw new DomainError('conflict', 'Nobody has claimed it.', inquiry);
    if (inquiry.claimedBy !== action.by.id && !action.by.roles.includes('manager'))
      throw new DomainError('forbidden', 'Only who claimed it, or a manager, can give it back.');
    const status = inquiry.status === 'claimed' ? unclaimedStatus(inquiry) : inquiry.status;
    return { course: { ...noClaim, status }, event: { what: 'released' }, undoable: true };
  });
}

/**
 * Hands it to the physician on call, or to one person, who is told at once. A conversation without a red flag is the physician's from then
 * on; in any other case everybody else is told when they would have been (hand-over.ts).
 */
export function handOver(ports: AnsweringPorts, action: Action & { readonly to: string }): Promise<Inquiry> {
  return change(ports, action, (inquiry) => {
    mustBeOpen(inquiry);
    const toPhysician = action.to === 'physician';
    const raised =
      toPhysician && !isRedFlag(inquiry.level) ? { priority: 'asks-for-physician' as const } : undefined;
    const audience: Audience = toPhysician ? { onCall: 'physician' } : { person: action.to };
    const steps = raised
      ? ports.rules.policies['asks-for-physician'].steps.map((step) => ({
          ...step,
          during: 'always' as const,
        }))
      : stepsHandedTo(audience, inquiry, {
          location: locationOf(ports.practice, inquiry.location),
          now: action.now,
        });
    return {
      course: {
        ...noClaim,
        status: inquiry.status === 'claimed' ? unclaimedStatus(inquiry) : inquiry.status,
        ...raised,
        policy: { ...inquiry.policy, steps: [...steps] },
        chain: nextChain(inquiry),
        chainStartedAt: action.now,
        step: undefined,
        repeat: undefined,
        roundAt: undefined,
      },
      event: { what: 'handed-over', note: action.to, ...(raised ? { measured: raised } : {}) },
      undoable: true,
    };
  });
}

/** Long enough ago that the wait of any step has passed. */
const longAgo = '2000-01-01T00:00:00.000Z';

/** Goes on to the next step of the chain at once, whoever has claimed it and whatever the hour; to the first where none has begun. */
export function escalateNow(ports: ActionPorts, action: Action): Promise<Inquiry> {
  return change(ports, action, (inquiry) => {
    mustBeOpen(inquiry);
    const status = inquiry.status === 'claimed' ? unclaimedStatus(inquiry) : inquiry.status;
    return {
      course: {
        ...noClaim,
        status,
        policy: { ...inquiry.policy, steps: [...stepsGoingOn(inquiry)] },
        ...(inquiry.step === undefined ? {} : { roundAt: longAgo }),
      },
      event: { what: 'escalated' },
    };
  });
}

/** What counts as a human's response: the patient was reached, or has a person's voice on the machine. */
const responses: readonly CallOutcome[] = ['reached', 'voicemail'];

/** The part of a change that says a human has answered everything the actor saw. */
export function answered(
  inquiry: Inquiry,
  answer: Omit<Answer, 'promised'>,
  answeredCount = inquiry.messageCount,
): Course {
  return {
    ...noClaim,
    ...notTried,
    answeredCount,
    ...withAnswer(inquiry, answer),
    ...(answeredCount >= inquiry.messageCount
      ? { status: 'answered' as const }
      : { waitingSince: inquiry.lastMessageAt }),
  };
}

/** Whether a call is a human's response; in an emergency only a clinician's is. */
const responds = ({ level }: Inquiry, { by, outcome }: Action & { readonly outcome: CallOutcome }): boolean =>
  responses.includes(outcome) && (!isEmergency(level) || isClinician(by));

/** What a call changes. A voice on the machine is a response, but in an emergency the patient still has to be reached (R61). */
function courseOf(inquiry: Inquiry, action: Action & { readonly outcome: CallOutcome }): Course {
  const { by, now, outcome } = action;
  const attempt = tried(inquiry, outcome, now);
  if (!responds(inquiry, action)) return attempt;
  const answer = { at: now, by: by.id };
  return isEmergency(inquiry.level) && outcome === 'voicemail'
    ? { ...attempt, ...withAnswer(inquiry, answer) }
    : answered(inquiry, answer);
}

/**
 * Notes a call and how it ended. One that reached the patient or left a voicemail answers; in an emergency only a clinician's that reached
 * them.
 */
export function logCall(
  ports: AnsweringPorts,
  action: Action & { readonly outcome: CallOutcome },
): Promise<Inquiry> {
  return change(ports, action, (inquiry) => {
    mustBeOpen(inquiry);
    const counts = responds(inquiry, action);
    const measured = {
      answers: counts,
      ...(counts ? waitMeasured(inquiry, action.now, ports.practice) : {}),
    };
    return {
      // Who was called, or has a person's voice on the machine, is owed no other call (R67).
      course: {
        ...courseOf(inquiry, action),
        ...(responses.includes(action.outcome) ? { namedCall: undefined } : {}),
      },
      event: { what: `call-${action.outcome}`, measured },
      undoable: true,
    };
  });
}

/**
 * Staff vouch for what they write down: it can be answered like an address that has proved itself. Where nobody has proved one yet, all are
 * answered; what was confirmed is kept until somebody proves one, and counts then.
 */
function confirmed({ proved, confirmed: before = [] }: Inquiry, { email, phone }: Contact): Course {
  const now = [...(email ? ['email' as const] : []), ...(phone ? ['phone' as const] : [])];
  if (now.length === 0) return {};
  return {
    confirmed: [...new Set([...before, ...now])],
    ...(proved === undefined || proved.length === 0 ? {} : { proved: [...new Set([...proved, ...now])] }),
  };
}

/**
 * Says who an inquiry is from: what could not be read becomes an inquiry like any other, and can be answered. What is given replaces what
 * was known; the clock goes on.
 */
export function identify(
  ports: ActionPorts,
  action: Action & { readonly contact: Contact },
): Promise<Inquiry> {
  return change(ports, action, (inquiry) => {
    mustBeOpen(inquiry);
    const contact = { ...inquiry.contact, ...action.contact };
    if (!contact.email && !contact.phone && !contact.account)
      throw new DomainError(
        'invalid',
        'Give a phone number or an e-mail address at which the person can be reached.',
      );
    return {
      course: {
        contact,
        review: undefined,
        unprovedCase: undefined,
        ...confirmed(inquiry, action.contact),
      },
      event: { what: 'identified' },
    };
  });
}
