import type { ConsentEvent } from '../consent/consent-event.ts';
import { isOwnAct } from '../consent/standing.ts';
import type { Practice } from '../practice/practice.ts';
import type { ReadOrder } from './date-order.ts';
import type { ImportColumns, ImportField } from './import-columns.ts';
import { importedDate } from './import-dates.ts';
import type { Warn } from './import-patient.ts';
import { importedMethod, saysNo, saysYes } from './import-values.ts';
import type { ImportedPatient } from './imported.ts';
import { brandNamedIn } from './named-brand.ts';

type Kind = Pick<ConsentEvent, 'purpose'> & { readonly channel: 'email' | 'text' | 'call' | 'letter' };
const kinds: readonly (Kind & { readonly field: ImportField })[] = [
  { field: 'emailConsent', channel: 'email', purpose: 'marketing' },
  { field: 'textConsent', channel: 'text', purpose: 'marketing' },
  { field: 'callConsent', channel: 'call', purpose: 'marketing' },
  { field: 'letterConsent', channel: 'letter', purpose: 'marketing' },
  { field: 'emailCareConsent', channel: 'email', purpose: 'care' },
  { field: 'textCareConsent', channel: 'text', purpose: 'care' },
  { field: 'callCareConsent', channel: 'call', purpose: 'care' },
  { field: 'letterCareConsent', channel: 'letter', purpose: 'care' },
];

const addressOf = ({ email, phone }: ImportedPatient, { channel }: Kind): string | undefined =>
  channel === 'email' ? email : channel === 'letter' ? undefined : phone;

export interface ImportedEvidence {
  /** Local date on which it was said. */
  readonly on: string;
  /** How it was given, in words. */
  readonly how: string;
  /** The very words that were agreed to. */
  readonly wording: string;
  /** ISO instant. */
  readonly now: string;
  readonly practice: Pick<Practice, 'name' | 'shortName'>;
}

/**
 * What the words of a yes to texts add to it: the brand, where they name it (R2), and that it was an act of the person's own, where it was
 * given in such a way. Without a brand it is kept as it is, and no marketing text in the US relies on it.
 */
function namedIn(
  kind: Kind,
  { how, wording, practice }: ImportedEvidence,
): Pick<ConsentEvent, 'seller' | 'affirmative'> {
  const seller = kind.channel === 'text' ? brandNamedIn(wording, practice) : undefined;
  if (seller === undefined) return {};
  return { seller, ...(isOwnAct(importedMethod(how)) ? { affirmative: true } : {}) };
}

/** Whether it is a yes to marketing texts whose words name nobody: it never counts in the US (R2). */
export const namesNobody = ({ channel, purpose, action, seller }: ConsentEvent): boolean =>
  channel === 'text' && purpose === 'marketing' && action === 'grant' && seller === undefined;

/**
 * The event behind a yes or a no of another system, or none: a yes without the day and the way it was given is no consent (R69), a no always
 * counts. Its id is made of what it says, so that it is appended once.
 */
export function importedConsent(
  patient: ImportedPatient,
  kind: Kind,
  granted: boolean,
  evidence: ImportedEvidence,
): ConsentEvent | undefined {
  const { on, how, wording, now } = evidence;
  if (granted && !(on && how)) return undefined;
  // Given for this address: another one starts without consent (R69). A no is the person's.
  const address = granted ? addressOf(patient, kind) : undefined;
  const { channel, purpose } = kind;
  const named = granted ? namedIn(kind, evidence) : {};
  return {
    // One that was imported before its brand was read is another: importing the file again brings it.
    id: `import#${channel}#${purpose}#${on || 'undated'}#${granted ? 'grant' : 'deny'}${named.seller ? '#named' : ''}`,
    patientId: patient.id,
    channel,
    purpose,
    action: granted ? 'grant' : 'deny',
    // Said at some time before: the order is known only to whatever comes after now.
    occurredAt: on || now,
    recordedAt: now,
    method: importedMethod(how),
    actor: 'import',
    ...(address ? { address } : {}),
    ...named,
    ...(wording || how ? { wording: { text: wording || how, source: how || 'import' } } : {}),
  };
}

function dayIn(written: string, dates: ReadOrder, warn: Warn): string {
  if (!written) return '';
  try {
    return importedDate(written.split(/[T ](?=\d{1,2}:)/)[0] ?? '', 'the consent date', dates);
  } catch (error) {
    warn(`${(error as Error).message}; a yes without a date is none`);
    return '';
  }
}

/**
 * The consents in one row of an export. Whatever stands in a column of consent and is no known yes is a no; where it is no known no either, it
 * is told by the column's name, for a person to look.
 */
export function consentsIn(
  patient: ImportedPatient,
  field: (name: ImportField) => string,
  {
    now,
    practice,
    columns,
    warn,
  }: Pick<ImportedEvidence, 'now' | 'practice'> & { readonly columns: ImportColumns; readonly warn: Warn },
): readonly ConsentEvent[] {
  const evidence = {
    on: dayIn(field('consentOn'), columns.dates, warn),
    how: field('consentHow').slice(0, 200),
    wording: field('consentWording').slice(0, 2000),
    now,
    practice,
  };
  return kinds.flatMap((kind) => {
    const said = field(kind.field);
    if (!said) return [];
    const granted = saysYes(said);
    if (!granted && !saysNo(said))
      warn(`the column "${columns.of[kind.field]}" says neither yes nor no: it was taken as a no`);
    return importedConsent(patient, kind, granted, evidence) ?? [];
  });
}
