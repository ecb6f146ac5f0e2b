import { readable } from '../message/readable.ts';

/** What a form says of itself, of its page or of the sender's program: never a patient's words. Compared without marks and capitals. */
const ofTheForm =
  /^(id|ids|uuid|.*(token|hash|signature|secret|nonce|captcha|recaptcha|honeypot|password|apikey|googlekey|handshakekey)|.*(url|uri|href|link)|referr?er|(form|page|site|campaign|adset|ad|widget|template)(id|name|title|type|key|ref)?|pagepath|.*ip|ipaddress|useragent|browser|locale|language|lang|timezone|utm.*|gclid|fbclid|wp.*|definition|options|currency|poweredby|date|time|username|jsexecutiontracker|validated.*|schema|settings|meta|metadata|context|hidden|variables|pretty|.*(consent|gdpr|terms|acceptance|optin|newsletter|subscribe).*)$/;
/** The same, but a patient's words may stand there too: only what is one word is passed over. */
const perhapsOfTheForm =
  /^(.*(id|key|ref|type|kind|system|code|version|status|method|action|event|source|platform|device|date|time|at))$/;
const labels = ['label', 'title', 'question', 'column_name', 'name', 'key', 'ref', 'field', 'column_id'];
const values = [
  'value',
  'values',
  'text',
  'answer',
  'answers',
  'string_value',
  'response',
  'choice',
  'choices',
];

/** Without an answer beside it such a member names its holder. */
const namesHolder = ['name', 'key', 'ref', 'field', 'column_name', 'column_id'];

const mostFields = 40;
const longestLabel = 100;

/** A text that nobody's rule read, under the name that the form gives it. */
export type Field = readonly [label: string, text: string];

type Path = readonly string[];
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}]/gu, '');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nobodysWords: readonly RegExp[] = [
  /^[^\p{L}]*$/u,
  /^(true|false|null|on)$/i,
  /^\w+:\/\/\S+$/,
  /^(?=.*\d)[\w.:+/=-]{12,}$/,
  /^\S+@\S+\.\S+$/,
  /^\d{4}-\d\d-\d\d/,
  /^mozilla\//i,
  /^(yes,? )?i (agree|consent) to\b[^.!?]{0,200}\.?$/i,
];

function isSaid(name: string, text: string): boolean {
  if (nobodysWords.some((pattern) => pattern.test(text))) return false;
  return /\s/.test(text) || !perhapsOfTheForm.test(bare(name));
}

/** The name of an answer that stands beside it: `{ label, value }`. */
function labelBeside(value: Readonly<Record<string, unknown>>): string | undefined {
  if (!values.some((name) => Object.hasOwn(value, name))) return undefined;
  for (const name of labels) {
    const beside = Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof beside === 'string' && beside.trim()) return beside;
    if (isRecord(beside)) return labelBeside({ ...beside, value: '' });
  }
  return undefined;
}

/** A member's name as a label, its holder's where it means nothing (`0`, `value`); undefined for what is the form's own. */
function labelOf(name: string, holder: object, label: string): string | undefined {
  if (Array.isArray(holder)) return label;
  if (label && namesHolder.includes(name)) return undefined;
  if (values.includes(name) || labels.includes(name)) return label || name;
  return ofTheForm.test(bare(name)) ? undefined : name;
}

/** What a member beside a label is called: the answer after the label, and what else holds answers of its own by its name. */
function besideOf(
  name: string,
  inner: unknown,
  { beside, value }: { readonly beside: string; readonly value: object },
): string | undefined {
  if (values.includes(name)) return beside;
  return typeof inner === 'object' && !labels.includes(name) ? labelOf(name, value, '') : undefined;
}

/** The members of a value that may hold somebody's words, with what they are called. */
function* membersOf(
  value: object,
  label: string,
): Generator<{ name: string; label: string; inner: unknown }> {
  const beside = isRecord(value) ? labelBeside(value) : undefined;
  for (const [name, inner] of Object.entries(value)) {
    const called =
      beside === undefined ? labelOf(name, value, label) : besideOf(name, inner, { beside, value });
    if (called !== undefined) yield { name, inner, label: called };
  }
}

/** Each text with where it stands and what it is called. */
function* textsOf(value: unknown, path: Path, label: string): Generator<{ path: Path; field: Field }> {
  if (typeof value === 'string') {
    const text = readable(value).trim();
    if (isSaid(path.at(-1) ?? '', text)) yield { path, field: [label.slice(0, longestLabel), text] };
  } else if (typeof value === 'object' && value !== null)
    for (const member of membersOf(value, label))
      yield* textsOf(member.inner, [...path, member.name], member.label);
}

const wordCount = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/** Whether a text is more than what was told already, as a summary of the form's other fields is not. */
function saysMore(text: string, told: readonly string[]): boolean {
  const plain = text.replaceAll(/<[^<>]*>/g, ' ');
  if (told.some((other) => other.includes(plain.trim()))) return false;
  return wordCount(told.reduce((left, other) => left.replaceAll(other, ' '), plain)) > 0;
}

/** What stands within a place of a body. */
export const within = (leaf: Path, place: Path): boolean =>
  place.every((name, index) => leaf[index] === name);

/**
 * What somebody wrote into fields of a form that no rule of its source reads (R55: every inbound text is checked), in the form's order. `read`
 * are the places that the rules looked at, and `told` what they found: it is not told twice.
 */
export function unmappedFields(
  item: { readonly value: unknown; readonly path: Path },
  read: readonly Path[],
  told: readonly string[],
): readonly Field[] {
  const seen = told.filter(Boolean);
  const found: Field[] = [];
  for (const { path, field } of textsOf(item.value, item.path, '')) {
    if (found.length >= mostFields) break;
    if (read.some((place) => within(path, place)) || !saysMore(field[1], seen)) continue;
    seen.push(field[1]);
    found.push(field);
  }
  return found;
}
