import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { NamedCall } from '../inquiry/named-call.ts';
import type { InquiryEvent } from '../inquiry/timeline-event.ts';
import { nextOpening } from '../practice/opening-hours.ts';
import type { Location, Staff } from '../practice/practice.ts';
import { type Reach, type Recipient, recipients } from './audience.ts';
import { writeKey } from './notice-key.ts';
import type { Audience } from './policy.ts';

/** So long before it must be made, whoever is there is told of a call that nobody has logged. */
const soonMilliseconds = 60 * 60_000;

const phases = ['told', 'soon', 'late'] as const;
export type CallPhase = (typeof phases)[number];

interface Phase {
  readonly name: CallPhase;
  readonly at: string;
  readonly notify: readonly Audience[];
}

const onDuty: Audience = { roles: ['coordinator', 'extender'] };

/** The member who is the patient's contact, by id or name; nobody where they have left. */
const contactOf = ({ contact = '' }: NamedCall, { members }: Staff): readonly Audience[] => {
  const meant = contact.trim().toLowerCase();
  const found = members.find(({ id, name }) => id === contact || name.toLowerCase() === meant);
  return found && meant !== '' ? [{ person: found.id }] : [];
};

/** Their contact is told when the doors are open; whoever is on duty reads it in the alert. Before the end both are reminded, after it managers are told. */
function phasesOf(call: NamedCall, location: Location, staff: Staff): readonly Phase[] {
  const contact = contactOf(call, staff);
  const told = nextOpening(call.since, location);
  const soon = new Date(Date.parse(call.by) - soonMilliseconds).toISOString();
  return [
    { name: 'told', at: told, notify: contact },
    ...(soon > told ? [{ name: 'soon' as const, at: soon, notify: [...contact, onDuty] }] : []),
    { name: 'late', at: call.by, notify: [...contact, onDuty, { roles: ['manager'] }] },
  ];
}

/** What a call that is owed asks for. */
export interface OwedCall {
  readonly notices: readonly string[];
  /** When the next phase begins (ISO); absent after the last. */
  readonly lookAgainAt?: string;
  /** The line that says that it was not made in time. */
  readonly lines: readonly InquiryEvent[];
}

const nothing: OwedCall = { notices: [], lines: [] };

/** Of a notice's round: which phase it is of. */
export const phaseOf = (round: string): CallPhase =>
  phases.find((name) => round.endsWith(`.${name}`)) ?? 'told';

/**
 * Whom to tell now that a patient is owed a call today (R67), each person once a phase by what is recorded (G4); a call that nobody has made by then is
 * a line of the timeline. It outlasts a written answer, and ends with a logged call or when it is closed.
 */
export function owedCall(
  { inquiry, notices }: InquiryFile,
  { location, staff, reach }: { readonly location: Location; readonly staff: Staff; readonly reach: Reach },
): OwedCall {
  const { namedCall: call, status } = inquiry;
  if (!call || status === 'closed') return nothing;
  const { now } = reach;
  const all = phasesOf(call, location, staff);
  const current = all.findLast(({ at }) => at <= now);
  const next = all.find(({ at }) => at > now);
  const known = new Set(notices.map(({ key }) => key));
  const round = `${Date.parse(call.since)}.${current?.name}`;
  const people: readonly Recipient[] = current
    ? recipients({ notify: [...current.notify], via: ['email', 'sms'] }, staff, {
        ...reach,
        important: false,
      })
    : [];
  const keys = people
    .map(({ staff: person, way }) => writeKey({ kind: 'named-call', round, staff: person, way }))
    .filter((key) => !known.has(key));
  const late = current?.name === 'late' && !notices.some((notice) => notice.round === round);
  return {
    notices: keys,
    ...(next ? { lookAgainAt: next.at } : {}),
    lines: late
      ? [
          {
            id: `named-call#${call.since}`,
            what: 'named-call-missed',
            at: call.by,
            actor: { system: 'plan' },
            why: ['R67'],
          },
        ]
      : [],
  };
}
