import type { ConsentEvent } from '../consent/consent-event.ts';
import type { ImportField } from './import-columns.ts';
import { importedDate, importedMethod, saysNo, saysYes } from './import-values.ts';
import type { ImportedPatient } from './imported.ts';

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
}

/**
 * The event behind a yes or a no of another system, or none: a yes without the day and the way it was given is no consent (R69), a no always
 * counts. Its id is made of what it says, so that it is appended once.
 */
export function importedConsent(
  patient: ImportedPatient,
  kind: Kind,
  granted: boolean,
  { on, how, wording, now }: ImportedEvidence,
): ConsentEvent | undefined {
  if (granted && !(on && how)) return undefined;
  // Given for this address: another one starts without consent (R69). A no is the person's.
  const address = granted ? addressOf(patient, kind) : undefined;
  const { channel, purpose } = kind;
  return {
    id: `import#${channel}#${purpose}#${on || 'undated'}#${granted ? 'grant' : 'deny'}`,
    patientId: patient.id,
    channel,
    purpose,
    action: granted ? 'grant' : 'deny',
    occurredAt: on || now.slice(0, 10),
    recordedAt: now,
    method: importedMethod(how),
    actor: 'import',
    ...(address ? { address } : {}),
    ...(wording || how ? { wording: { text: wording || how, source: how || 'import' } } : {}),
  };
}

/** The consents in one row of an export. Throws a reason for a date that is none. */
export function consentsIn(
  patient: ImportedPatient,
  field: (name: ImportField) => string,
  { now, dates }: { readonly now: string; readonly dates: 'MDY' | 'DMY' },
): readonly ConsentEvent[] {
  const written = field('consentOn');
  const on = written ? importedDate(written, 'the consent date', dates) : '';
  const evidence = {
    on,
    how: field('consentHow').slice(0, 200),
    wording: field('consentWording').slice(0, 2000),
    now,
  };
  return kinds.flatMap((kind) => {
    const said = field(kind.field);
    if (!saysYes(said) && !saysNo(said)) return [];
    return importedConsent(patient, kind, saysYes(said), evidence) ?? [];
  });
}
