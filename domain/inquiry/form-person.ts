import { normaliseEmail, normalisePhone } from './map-request.ts';

/** Whom the fields of a form name, as a form tool writes them into a mail. */
export interface FormPerson {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
}

const most = 400;
const longest = 300;

const labels = {
  name: /^(?:(?:your|full|first|last|patient|client|customer|contact)[\s'’s]*){0,2}name\b|^nombres?\b/i,
  sender: /^(?:from|de)(?=\s*:)/i,
  email:
    /^(?:(?:your|patient|client|customer|contact)[\s'’s]*)?e-?mail(?:\s+address)?\b|^correo(?:\s+electr[oó]nico)?\b/i,
  phone:
    /^(?:(?:your|patient|client|customer|contact|mobile|cell|home|daytime)[\s'’s]*)?(?:tele)?phone(?:\s+number)?\b|^(?:mobile|cell)(?:\s+number)?\b|^(?:tel[eé]fono|celular|m[oó]vil)\b/i,
  said: /^(?:(?:your|patient|client|customer)[\s'’s]*)?(?:message|comments?|questions?|inquiry|enquiry|concerns?|interested in|treatments?|services?|details)\b|^(?:mensaje|comentarios?|preguntas?|consulta|tratamientos?|servicios?)\b/i,
} as const;
type Label = keyof typeof labels;

const mark = /^[\s*_>•·#-]+/;
/** Behind a label: the rest of it and a colon, or nothing. */
const filled = /^[^:：@\d]{0,40}?[:：][\s*_]*|^[\s*_]*$/;
/** An address and a number are known without one. */
const loose = /^[\s*_|–-]+/;

interface Field {
  readonly label: Label;
  readonly value: string;
}

/** What stands behind a label in its line, or in the next where nothing else does. */
function fieldAt(lines: readonly string[], index: number): Field | undefined {
  const line = (lines[index] ?? '').replace(mark, '').slice(0, longest);
  for (const label of Object.keys(labels) as Label[]) {
    const found = labels[label].exec(line)?.[0];
    if (found === undefined) continue;
    const rest = line.slice(found.length);
    const between = filled.exec(rest) ?? (label === 'email' || label === 'phone' ? loose.exec(rest) : null);
    if (between === null) return undefined;
    const value = rest
      .slice(between[0].length)
      .replaceAll(/^[*_]+|[*_]+$/g, '')
      .trim();
    return { label, value: value || (lines[index + 1] ?? '').trim().slice(0, longest) };
  }
  return undefined;
}

const address = /[^\s<>,;:()"']+@[^\s<>,;:()"']+\.[a-z]{2,}/i;

const named = (values: readonly string[]): string => {
  const names = values.map((value) => value.replace(/[<(]?[^\s<(]+@.*$/, '').trim());
  return [...new Set(names)].filter(Boolean).slice(0, 2).join(' ').slice(0, 200);
};

export interface FormReading {
  /** For numbers without a country code. */
  readonly country: string;
  /** Tells a patient's address from the sender's own. */
  readonly isTheirs: (address: string) => boolean;
  /** It was sent to many: only a field for the name makes it a form, for the foot of a newsletter has addresses too. */
  readonly bulk: boolean;
}

/**
 * Whom the fields of a form in a mail name; undefined where it is no form: it takes an address or a number behind a label of its own, and a name or words
 * behind theirs.
 */
export function formPerson(text: string, { country, isTheirs, bulk }: FormReading): FormPerson | undefined {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, most);
  const fields = lines.flatMap((_line, index) => fieldAt(lines, index) ?? []);
  const values = (label: Label) => fields.flatMap((field) => (field.label === label ? [field.value] : []));
  const names = [...values('name'), ...(bulk ? [] : values('sender'))];
  const emails = [...values('email'), ...names].flatMap(
    (value) => normaliseEmail(address.exec(value)?.[0] ?? '') ?? [],
  );
  const email = emails.find(isTheirs);
  const [phone] = values('phone').flatMap((value) => normalisePhone(value, country) ?? []);
  const name = named(names);
  const isForm = name !== '' || (!bulk && values('said').length > 0);
  if (!isForm || (email === undefined && phone === undefined)) return undefined;
  return { ...(name ? { name } : {}), ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
}
