import { isRedFlag } from '../../domain/escalation/choose-policy.ts';
import { isClinician } from '../../domain/inquiry/action.ts';
import { type ClinicalNote, clinicalNote, matchedRules } from '../../domain/inquiry/clinical-note.ts';
import type { Inquiry, InquiryFile } from '../../domain/inquiry/inquiry.ts';
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

/** Whether a page shows this member what the records say: to clinicians, of a red flag. */
const isShown = ({ level }: Inquiry, member: StaffMember): boolean => isRedFlag(level) && isClinician(member);

/** What the records say of those to whom an inquiry's address leads; undefined where it is not shown, `unread` where it could not be read. */
export async function notesFor(
  inquiry: Inquiry,
  member: StaffMember,
  ports: NotePorts,
  now: string,
): Promise<readonly ClinicalNote[] | 'unread' | undefined> {
  if (!isShown(inquiry, member)) return undefined;
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

function personView(note: ClinicalNote, country: Practice['country']) {
  const call = (phone: string | undefined) =>
    phone ? { link: phone, text: phoneText(phone, country) } : null;
  return {
    name: note.name,
    relation: note.relation ?? null,
    call: call(note.phone),
    window: note.window ? windowTexts[note.window] : 'outside every window after a treatment',
    treatments: note.treatments.map(treatmentText),
    nervous: note.nervous,
    support: note.supportPersons.map(({ name, relation, phone }) => ({ name, relation, call: call(phone) })),
  };
}

/** The physician's note of a red flag as the page prints it; null where it is not for this member. */
export function physicianNote(
  { inquiry, messages }: InquiryFile,
  member: StaffMember,
  notes: readonly ClinicalNote[] | 'unread' | undefined,
  practice: Practice,
) {
  if (!isShown(inquiry, member)) return null;
  return {
    rules: matchedRules(messages).map(flagText),
    unread: notes === 'unread',
    people: notes === 'unread' ? [] : (notes ?? []).map((note) => personView(note, practice.country)),
  };
}
