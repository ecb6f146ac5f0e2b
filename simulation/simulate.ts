import { nothingKnown } from '../domain/consent/known-of-address.ts';
import type { Law } from '../domain/consent/law.ts';
import { DomainError } from '../domain/errors.ts';
import { leaseHolds, nothingLeft } from '../domain/escalation/plan.ts';
import type { EscalationRules } from '../domain/escalation/policy.ts';
import { type Arrival, messageCame, messageOf } from '../domain/inquiry/arrival.ts';
import type { Inquiry, Level } from '../domain/inquiry/inquiry.ts';
import { opened } from '../domain/inquiry/open-or-join.ts';
import { reply } from '../domain/inquiry/reply.ts';
import { claim } from '../domain/inquiry/staff-actions.ts';
import type { InquiryEvent } from '../domain/inquiry/timeline-event.ts';
import { isOpen } from '../domain/practice/opening-hours.ts';
import {
  type Compiled,
  locationOf,
  type Practice,
  type Staff,
  type StaffMember,
} from '../domain/practice/practice.ts';
import { type Response, responseOf } from '../domain/report/response.ts';
import type { Definition } from '../local/step-functions/definition.ts';
import { createTimerHeap } from '../local/timer-heap.ts';
import { chance, minutesAround } from './chance.ts';
import { escalationTasks } from './escalation-tasks.ts';
import { memoryInquiries } from './memory-inquiries.ts';
import type { PastInquiry } from './past-inquiries.ts';
import type { Behaviour, Staffing } from './staffing.ts';
import { stateMachine } from './state-machine.ts';

export interface Scenario {
  readonly rules: Compiled<EscalationRules>;
  readonly practice: Practice;
  readonly law: Law;
  readonly staff: Staff;
  readonly staffing: Staffing;
  /** "Escalate an inquiry", as it was synthesized. */
  readonly definition: Definition;
  readonly inquiries: readonly PastInquiry[];
  readonly seed: number;
  /** Minutes after the last inquiry at which the books are closed. */
  readonly minutesAfter?: number;
}

/** One message that Heard sent. Instants are ISO. */
export interface Sent {
  readonly at: string;
  readonly inquiry: string;
  readonly kind: string;
  /** A member's id, or the patient. */
  readonly to: string;
  readonly way: string;
}

/** One thing that a member of the staff did. */
export interface Deed {
  readonly at: string;
  readonly inquiry: string;
  readonly staff: string;
  readonly did: 'claim' | 'reply';
}

export interface Outcome {
  readonly responses: readonly Response[];
  readonly sent: readonly Sent[];
  readonly deeds: readonly Deed[];
  readonly timeline: (inquiry: string) => Promise<readonly InquiryEvent[]>;
  readonly endedAt: string;
}

const minute = 60_000;
const iso = (at: number): string => new Date(at).toISOString();
const inquiryId = (id: string): string => `inq_${id}`;

/** What could not be read is `other`, in the review queue's own policy. */
const priorityIn = ({ priority }: PastInquiry): Inquiry['priority'] =>
  priority === 'review' ? 'other' : (priority as Inquiry['priority']);

function arrivalOf(past: PastInquiry, practice: Practice): Arrival {
  const level: Level =
    past.priority === 'E0' || past.priority === 'E1' || past.priority === 'U' ? past.priority : 'R';
  const arrival = messageCame({
    id: past.id,
    receivedAt: past.at,
    channel: past.channel,
    source: 'simulation',
    location: locationOf(practice, past.location),
    contact: { email: `patient.${past.id}@example.com` },
    text: '',
    language: 'en',
    wantsPhysician: past.priority === 'asks-for-physician',
    assessment: { level, flags: [] },
  });
  return {
    ...arrival,
    inquiryId: inquiryId(past.id),
    ...(past.priority === 'review' ? { review: 'simulation' } : {}),
  };
}

/**
 * Plays a log of inquiries through the practice's own rules and the synthesized machine, with staff who react as the staffing says, on a clock
 * that jumps from one thing to the next. The same scenario gives the same outcome.
 */
export async function simulate(scenario: Scenario): Promise<Outcome> {
  const { rules, practice, staff, staffing, seed, law } = scenario;
  const heap = createTimerHeap();
  let now = Date.parse(scenario.inquiries[0]?.at ?? '2026-01-01T00:00:00Z');
  let work: Promise<void> = Promise.resolve();
  const at = (time: number, fire: () => Promise<void>): (() => void) =>
    heap.add(Math.max(time, now), () => {
      work = fire();
    });
  const inquiries = memoryInquiries();
  const sent: Sent[] = [];
  const deeds: Deed[] = [];
  const busyUntil = new Map<string, number>();
  const reacting = new Set<string>();
  const alerts = new Map<string, number>();

  const machine = stateMachine(scenario.definition, {
    now: () => now,
    at,
    task: (state, payload) => tasks(state, payload),
  });
  const escalations = {
    start: (id: string, run: number) => machine.start({ inquiryId: id, run, rounds: 0 }),
    wake: (token: string) => machine.fail(token, 'Replan'),
  };
  const ports = { inquiries, escalations, rules: rules.value };
  const tasks = escalationTasks({
    definition: scenario.definition,
    practice,
    staff,
    inquiries,
    escalations,
    now: () => iso(now),
    send: async (inquiry, key) => {
      const to = 'messageId' in key ? 'patient' : key.staff;
      const way = 'messageId' in key ? 'in kind' : key.way;
      sent.push({ at: iso(now), inquiry: inquiry.id, kind: key.kind, to, way });
      if (!('messageId' in key)) mayReact(inquiry, key.staff, key.kind === 'page');
      return { state: 'accepted', providerId: '' };
    },
    alerted: async (person, way, span) => {
      const key = `${person} ${way} ${span}`;
      alerts.set(key, (alerts.get(key) ?? 0) + 1);
      return alerts.get(key) ?? 1;
    },
  });

  function behaviourOf(member: StaffMember, page: boolean): Behaviour | undefined {
    if (page) return staffing.pages;
    for (const role of member.roles) if (staffing.roles[role]) return staffing.roles[role];
    return undefined;
  }

  /** Whoever is sent something may react to it, once for each inquiry at a time. */
  function mayReact(inquiry: Inquiry, person: string, page: boolean): void {
    const member = staff.members.find(({ id }) => id === person);
    const behaviour = member && behaviourOf(member, page);
    const mark = `${inquiry.id} ${person}`;
    if (!member || !behaviour || reacting.has(mark)) return;
    const number = chance(seed, inquiry.id, person, now);
    const here = behaviour.nights || isOpen(iso(now), locationOf(practice, inquiry.location));
    if (!here || number() >= behaviour.reacts) return;
    reacting.add(mark);
    const delay = minutesAround(behaviour.minutes, behaviour.spread, number);
    at(now + Math.ceil(delay * 60) * 1000, () => takeUp(inquiry.id, member, behaviour, number));
  }

  async function takeUp(
    id: string,
    member: StaffMember,
    behaviour: Behaviour,
    number: () => number,
  ): Promise<void> {
    const free = busyUntil.get(member.id) ?? 0;
    if (free > now) {
      at(free, () => takeUp(id, member, behaviour, number));
      return;
    }
    reacting.delete(`${id} ${member.id}`);
    const inquiry = await inquiries.find(id);
    const taken = inquiry && inquiry.claimedBy !== member.id && leaseHolds(inquiry, iso(now));
    if (!inquiry || nothingLeft(inquiry) || taken) return;
    if (!(await did(id, member, 'claim', () => claim(ports, { inquiryId: id, by: member, now: iso(now) }))))
      return;
    const end = now + Math.ceil(minutesAround(behaviour.handles, behaviour.spread, number) * 60) * 1000;
    busyUntil.set(member.id, end);
    at(end, () => answer(id, member));
  }

  async function answer(id: string, member: StaffMember): Promise<void> {
    const action = { inquiryId: id, by: member, now: iso(now), text: 'Answered.', messageId: `${id}-${now}` };
    const known = async () => nothingKnown;
    const send = async () => ({ state: 'accepted', providerId: '' }) as const;
    await did(id, member, 'reply', () => reply({ ...ports, law, known, practice, send }, action));
  }

  /** Somebody may have been faster: that is refused, and no failure of the simulation. */
  async function did(
    id: string,
    member: StaffMember,
    what: Deed['did'],
    act: () => Promise<unknown>,
  ): Promise<boolean> {
    try {
      await act();
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
    deeds.push({ at: iso(now), inquiry: id, staff: member.id, did: what });
    return true;
  }

  async function arrive(past: PastInquiry): Promise<void> {
    const arrival = arrivalOf(past, practice);
    const priority = arrival.assessment.level === 'R' ? priorityIn(past) : 'red-flag';
    const inquiry = opened(arrival, { rules, now: iso(now) }, priority);
    await inquiries.addMessage(messageOf(arrival, inquiry.id));
    await inquiries.create(inquiry);
    await escalations.start(inquiry.id, 1);
  }

  for (const past of scenario.inquiries) at(Date.parse(past.at), () => arrive(past));
  const end =
    Date.parse(scenario.inquiries.at(-1)?.at ?? iso(now)) + (scenario.minutesAfter ?? 3 * 24 * 60) * minute;
  for (let next = heap.next(); next !== undefined && next <= end; next = heap.next()) {
    now = next;
    heap.takeDue(now)?.();
    await work;
  }
  return {
    responses: inquiries.all().map(responseOf),
    sent,
    deeds,
    timeline: async (id) => {
      const last = (await inquiries.find(id))?.lastEvent;
      const kept = await inquiries.timeline(id);
      return last && !kept.some((line) => line.id === last.id) ? [...kept, last] : kept;
    },
    endedAt: iso(end),
  };
}
