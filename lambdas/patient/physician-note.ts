import { isRedFlag } from '../../domain/escalation/choose-policy.ts';
import { isClinician } from '../../domain/inquiry/action.ts';
import { type ClinicalNote, clinicalNote, matchedRules } from '../../domain/inquiry/clinical-note.ts';
import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import { phoneText } from '../../domain/message/phone-text.ts';
import { currentRecord } from '../../domain/patient/current-record.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import { locationOf, type Practice, type StaffMember } from '../../domain/practice/practice.ts';
import type { TreatmentType } from '../../domain/recall/recall-rules.ts';
import { flagText } from '../../domain/red-flag/flag-titles.ts';

export interface NotePorts {
  readonly patients: Pick<Patients, 'record'>;
  readonly treatmentTypes: readonly TreatmentType[];
  readonly practice: Practice;
  /** Told when the records could not be read: the page is shown all the same. */
  readonly unread: (error: unknown) => void;
}

/** What the records say, that they could not be read, or that this link shows them no more. */
export type Notes = readonly ClinicalNote[] | 'unread' | 'sign-in';

/** Whether a page shows this member what the records say: to clinicians, of a red flag, until it is closed. */
const isShown = ({ level, status }: Inquiry, member: StaffMember): boolean =>
  isRedFlag(level) && status !== 'closed' && isClinician(member);

/** A link lies in a mailbox or a telephone for as long as it works; records are opened by it while its alert is fresh. */
const shownMilliseconds = 86_400_000;

const isFresh = (sentAt: string | undefined, now: string): boolean =>
  sentAt !== undefined && Date.parse(now) - Date.parse(sentAt) < shownMilliseconds;

/**
 * What the records say of those to whom an inquiry's address leads; undefined where it is not shown, `unread` where it could not be read,
 * `sign-in` a day after the alert was sent (`sentAt`, ISO).
 */
export async function notesFor(
  inquiry: Inquiry,
  member: StaffMember,
  ports: NotePorts,
  { now, sentAt }: { readonly now: string; readonly sentAt: string | undefined },
): Promise<Notes | undefined> {
  if (!isShown(inquiry, member)) return undefined;
  if (!isFresh(sentAt, now)) return 'sign-in';
  const { zone } = locationOf(ports.practice, inquiry.location);
  try {
    const found = await Promise.all(
      (inquiry.people ?? []).map(async ({ patientId, ...relation }) => {
        const record = await currentRecord(ports.patients, patientId);
        return record && !record.patient.erasedAt
          ? clinicalNote(record, ports.treatmentTypes, { now, zone, ...relation })
          : [];
      }),
    );
    return found.flat();
  } catch (error) {
    ports.unread(error);
    return 'unread';
  }
}

const windowTexts = {
  hot: 'in the window in which every message is urgent',
  watch: 'in the window in which every message is a clinical question',
} as const;

function treatmentText({ type, on, days, product, provider, elsewhere }: ClinicalNote['treatments'][number]) {
  const when = days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} ago`;
  const of = [product, provider && `by ${provider}`, elsewhere && 'elsewhere'].filter(Boolean);
  return `${type.replaceAll('-', ' ')}${of.length > 0 ? ` (${of.join(', ')})` : ''}, ${when} (${on})`;
}

/** Anybody can type a number into a form and so have its alert sent: what was done to whom waits for somebody who takes it over. */
const isHeldBack = ({ unprovedCase, claimedAt }: Inquiry): boolean =>
  unprovedCase === true && claimedAt === undefined;

function personView(note: ClinicalNote, country: Practice['country'], heldBack: boolean) {
  const call = (phone: string | undefined) =>
    phone ? { link: phone, text: phoneText(phone, country) } : null;
  return {
    name: note.name,
    relation: note.relation ?? null,
    call: call(note.phone),
    heldBack,
    window: note.window ? windowTexts[note.window] : 'outside every window after a treatment',
    treatments: heldBack ? [] : note.treatments.map(treatmentText),
    nervous: note.nervous,
    support: note.supportPersons.map(({ name, relation, phone }) => ({ name, relation, call: call(phone) })),
  };
}

/** The physician's note of a red flag as the page prints it; null where it is not for this member. */
export function physicianNote(
  { inquiry, messages }: InquiryFile,
  member: StaffMember,
  notes: Notes | undefined,
  practice: Practice,
) {
  if (!isShown(inquiry, member)) return null;
  return {
    rules: matchedRules(messages).map(flagText),
    unread: notes === 'unread',
    signIn: notes === 'sign-in',
    people: (typeof notes === 'string' ? [] : (notes ?? [])).map((note) =>
      personView(note, practice.country, isHeldBack(inquiry)),
    ),
  };
}
