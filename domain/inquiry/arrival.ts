import { isEmergency, isRedFlag } from '../escalation/choose-policy.ts';
import type { Location } from '../practice/practice.ts';
import type { Assessment } from '../red-flag/assess.ts';
import type { ApparentMinor } from './apparent-age.ts';
import type { KnownPerson } from './clinical-note.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { Channel, Contact, Inquiry, Language, Level, Priority } from './inquiry.ts';
import type { Attachment, Call, GivenConsent, InquiryMessage } from './message.ts';
import { addressTexts } from './proved-addresses.ts';

/** What a message that came as a mail has besides. */
export interface ArrivedMail {
  /** RFC Message-ID. */
  readonly id: string;
  /** What stands below its words. */
  readonly below?: string;
  /** Where the bucket has it, if it does. */
  readonly key?: string;
  readonly attachments: readonly Attachment[];
}

/** One patient's message on its way into an inquiry. Ids are the same however often it is registered. */
export interface Arrival {
  readonly messageId: string;
  /** The inquiry it opens if it joins none. */
  readonly inquiryId: string;
  readonly deliveryId?: string;
  readonly receivedAt: string;
  readonly channel: Channel;
  readonly source: string;
  readonly location: Location;
  readonly contact: Contact;
  /** Keys of the contact's addresses, so that no address stands in the clear; empty when nobody can be recognised. */
  readonly addressKeys: readonly string[];
  /** Nobody has proved to have these addresses: they were typed into a form, or the mail's sender is vouched for by nobody. */
  readonly typed?: true;
  /** Keys of what somebody tells of themselves in a chat: they lead to no conversation of others. */
  readonly toldKeys?: readonly string[];
  readonly text: string;
  readonly language: Language;
  /** Its words may be of either language. */
  readonly languageInDoubt?: true;
  readonly wantsPhysician: boolean;
  readonly assessment: Assessment;
  readonly details?: Readonly<Record<string, string>>;
  readonly call?: Call;
  /** A picture, a film or a recording came with it. */
  readonly media?: true;
  readonly mail?: ArrivedMail;
  /** The inquiry that it answers, by a reply address that only Heard can make. */
  readonly threadOf?: string;
  readonly consents?: readonly GivenConsent[];
  readonly suspected?: true;
  /** A machine sent it, and it names no person to whom Heard itself could answer. */
  readonly byMachine?: true;
  /** It says STOP, HELP or the like and nothing else: nobody has to answer it (R7, R11). */
  readonly keyword?: boolean;
  /** A keyword that a person has to ask about, from nobody for whom a task could be made: its inquiry stays open. */
  readonly asksStaff?: boolean;
  /** It says that the patient is fine, in answer to a check-in, and nothing else (R66): as little is to be answered. */
  readonly checkIn?: boolean;
  readonly review?: string;
  /** What the practice knows of whoever writes (known-sender.ts). */
  readonly postTreatment?: 'hot' | 'watch';
  readonly nervous?: boolean;
  /** The member of the staff whom the patient knows by name (R67). */
  readonly namedContact?: string;
  readonly onBehalf?: string;
  readonly people?: readonly KnownPerson[];
  /** What the one patient behind its address wrote in other conversations (R60). */
  readonly elsewhere?: readonly Elsewhere[];
  /** Its words say that somebody under 18 wrote, or is to be treated (R36). */
  readonly apparentMinor?: ApparentMinor;
  /** The level without what is known of an address that was typed or told: all that its sender may be told. */
  readonly ownLevel?: Level;
  /** Set where it is brought into an inquiry, as the message keeps them. */
  readonly beside?: true;
  readonly told?: InquiryMessage['told'];
}

/** What somebody said, by which channel, and how they can be reached: all that a revocation goes by. */
export type Spoken = Pick<
  Arrival,
  'messageId' | 'receivedAt' | 'channel' | 'location' | 'contact' | 'text' | 'language' | 'typed' | 'review'
>;

/** A message that comes without a delivery, from a page or from staff: as an arrival, under an id that repeats with it. */
export function messageCame(
  given: Omit<Arrival, 'messageId' | 'inquiryId' | 'addressKeys' | 'wantsPhysician'> & {
    readonly id: string;
    readonly addressKeys?: readonly string[];
    readonly wantsPhysician?: boolean;
  },
): Arrival {
  const { id, ...rest } = given;
  return {
    addressKeys: [],
    wantsPhysician: false,
    ...rest,
    messageId: `${id}.0`,
    inquiryId: `inq_${id.slice(0, 24)}`,
  };
}

/** The patient, as the author of a message or of a line of the timeline. */
export const patient = { patient: true } as const;

/** What a priority goes by, of a message or of a whole inquiry. */
type Judged = Pick<Inquiry, 'asksForPhysician' | 'review' | 'postTreatment' | 'people'> &
  Pick<Arrival, 'keyword' | 'byMachine'>;

/** Nobody on record is behind the address, by whichever way they came; what a person must look at first is no lead yet, nor is a STOP. */
const isNewLead = ({ review, people = [], keyword, byMachine }: Judged): boolean =>
  review === undefined && people.length === 0 && !keyword && !byMachine;

/** The priority of a message, or of a whole inquiry, at a level. */
export function priorityAt(level: Level, judged: Judged): Priority {
  if (isRedFlag(level)) return 'red-flag';
  if (judged.asksForPhysician) return 'asks-for-physician';
  if (judged.postTreatment) return 'post-treatment';
  return isNewLead(judged) ? 'new-lead' : 'other';
}

const asks = ({ wantsPhysician }: Arrival) =>
  wantsPhysician ? { asksForPhysician: true as const } : ({} as const);

/** What the message asks of the practice, by its own words and sender alone. */
export const priorityOf = (arrival: Arrival): Priority =>
  priorityAt(arrival.assessment.level, { ...arrival, ...asks(arrival) });

/** The same of a message to an inquiry whose people are known: whoever writes in their conversation is no new lead, unless they only stand beside it. */
export const priorityIn = ({ people }: Pick<Inquiry, 'people'>, arrival: Arrival): Priority =>
  priorityOf(people && !arrival.people && !arrival.beside ? { ...arrival, people } : arrival);

const mailOf = ({ id, attachments, key, below }: ArrivedMail) => ({
  mailId: id,
  attachments,
  ...(key === undefined ? {} : { mailKey: key }),
  ...(below === undefined ? {} : { below }),
});

/** The message as an inquiry keeps it. */
export function messageOf(arrival: Arrival, inquiryId: string): InquiryMessage {
  const { level, flags } = arrival.assessment;
  return {
    id: arrival.messageId,
    inquiryId,
    direction: 'in',
    channel: arrival.channel,
    text: arrival.text,
    at: arrival.receivedAt,
    state: 'received',
    level,
    flags,
    author: patient,
    ...(addressTexts(arrival.contact).length > 0 ? { from: arrival.contact } : {}),
    ...(arrival.apparentMinor ? { apparentMinor: arrival.apparentMinor } : {}),
    ...(arrival.typed ? { typed: true } : {}),
    ...(arrival.suspected ? { suspected: true } : {}),
    ...(arrival.byMachine ? { byMachine: true } : {}),
    ...(arrival.beside ? { beside: true } : {}),
    ...(arrival.told ? { told: arrival.told } : {}),
    ...(arrival.languageInDoubt ? {} : { language: arrival.language }),
    ...(arrival.details ? { details: arrival.details } : {}),
    ...(arrival.call ? { call: arrival.call } : {}),
    ...(arrival.keyword ? { keyword: true } : {}),
    ...(arrival.consents ? { consents: arrival.consents } : {}),
    ...(arrival.mail ? mailOf(arrival.mail) : {}),
    ...(arrival.deliveryId === undefined ? {} : { deliveryId: arrival.deliveryId }),
  };
}

/** Priorities, the least urgent first. */
const urgency: readonly Priority[] = [
  'other',
  'new-lead',
  'post-treatment',
  'asks-for-physician',
  'red-flag',
];

/** Whether the one asks for more haste than the other. */
export const isMoreUrgent = (one: Priority, other: Priority): boolean =>
  urgency.indexOf(one) > urgency.indexOf(other);

/** An emergency stays one until a clinician has judged it. */
const emergencyAt = (level: Level) => (isEmergency(level) ? { emergency: true as const } : {});

const knownOfSender = ({ postTreatment, nervous, onBehalf, people }: Arrival) => ({
  ...(postTreatment ? { postTreatment } : {}),
  ...(nervous ? { nervous } : {}),
  ...(onBehalf ? { onBehalf } : {}),
  ...(people ? { people } : {}),
});

/** What is known of the sender and of what they asked for, as it stays on the inquiry for whoever answers. */
export const knownOf = (arrival: Arrival) => ({
  ...knownOfSender(arrival),
  ...asks(arrival),
  ...emergencyAt(arrival.assessment.level),
  ...(arrival.apparentMinor
    ? { apparentMinor: { ...arrival.apparentMinor, messageId: arrival.messageId } }
    : {}),
  ...(arrival.ownLevel !== undefined && arrival.told ? { toldBy: arrival.told.by } : {}),
});

const mostPeople = 5;

/**
 * The same after one more message of an inquiry: whoever stands beside the conversation is none of its people and speaks for none of them; of all others
 * the newest come first.
 */
export function knownAfter({ people = [] }: Pick<Inquiry, 'people'>, arrival: Arrival) {
  const { people: these, onBehalf, ...known } = knownOf(arrival);
  if (arrival.beside) return known;
  const ids = new Set(these?.map(({ patientId }) => patientId));
  const all = [...(these ?? []), ...people.filter(({ patientId }) => !ids.has(patientId))].slice(
    0,
    mostPeople,
  );
  return { ...known, ...(onBehalf ? { onBehalf } : {}), ...(all.length > 0 ? { people: all } : {}) };
}
