import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;
/** What of a schema's definition says which fields it knows. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly in?: Schema;
  readonly valueType?: Schema;
  /** Of a union; the field that tells its ways apart. */
  readonly options?: readonly Schema[];
  readonly discriminator?: string;
  readonly values?: readonly unknown[];
}

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** The schema under what makes it optional, nullable or defaulted. */
function bare(schema: Schema | undefined): Schema | undefined {
  const { innerType, in: read } = schema ? definitionOf(schema) : {};
  return innerType || read ? bare(innerType ?? read) : schema;
}

/** One step of a path, and the schema behind it: names that are the schema's own are told, those that the sender made up are not. */
function step(schema: Schema | undefined, segment: PropertyKey): { name: string; inner: Schema | undefined } {
  const { type, shape, element, valueType } = schema ? definitionOf(schema) : { type: 'unknown' };
  if (typeof segment === 'number') return { name: String(segment), inner: element };
  const own = shape?.[String(segment)];
  if (own) return { name: String(segment), inner: own };
  return { name: type === 'record' ? '(a name of yours)' : '(a field)', inner: valueType };
}

function walk(schema: Schema, path: readonly PropertyKey[]): { name: string; at: Schema | undefined } {
  let at = bare(schema);
  const names: string[] = [];
  for (const segment of path) {
    const { name, inner } = step(at, segment);
    names.push(name);
    at = bare(inner);
  }
  return { name: names.join('.'), at };
}

/** The fields that a schema knows; of a union those of all its ways, with the values that tell them apart. */
function fieldsOf(schema: Schema | undefined): readonly string[] {
  const { shape, options, discriminator } = schema ? definitionOf(schema) : {};
  if (!options) return Object.keys(shape ?? {});
  const fields = new Set(options.flatMap((option) => fieldsOf(bare(option))));
  if (discriminator === undefined || !fields.delete(discriminator)) return [...fields];
  const values = options.flatMap((option) => {
    const tells = bare(option);
    const value = tells && definitionOf(tells).shape?.[discriminator];
    return value ? (definitionOf(value).values ?? []) : [];
  });
  return [`${discriminator} (${values.map(String).join(', ')})`, ...fields];
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, segment) => (inner as Record<PropertyKey, unknown> | undefined)?.[segment],
    value,
  );

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};
const formats: Readonly<Record<string, string>> = {
  date: 'a date such as 2026-11-20',
  datetime: 'an instant such as 2026-11-20T16:05:00Z',
  time: 'a time such as 14:30',
  email: 'an e-mail address',
  url: 'a URL',
  uuid: 'a UUID',
};

const listed = (values: readonly unknown[]): string => `must be one of: ${values.map(String).join(', ')}`;

function sized(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const isSmall = issue.code === 'too_small';
  const limit = String(isSmall ? issue.minimum : issue.maximum);
  const most = isSmall ? 'at least' : 'at most';
  const units: Readonly<Record<string, string>> = { string: 'letters', array: 'entries', set: 'entries' };
  const unit = units[issue.origin];
  if (unit) return `must have ${most} ${limit} ${unit}`;
  const isWithin = issue.inclusive === false ? (isSmall ? 'more than' : 'less than') : most;
  return `must be ${isWithin} ${limit}`;
}

function formatted({ format, pattern }: Extract<Issue, { code: 'invalid_format' }>): string {
  if (formats[format]) return `must be ${formats[format]}`;
  return pattern
    ? `must be written as ${pattern.replace(/^\/|\/[a-z]*$/g, '')}`
    : `must be written as ${format}`;
}

/** The way of a union that the value comes closest to, or all of them where each is one plain value. */
function ofUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const { options } = issue as { readonly options?: readonly unknown[] };
  if (options) return listed(options);
  const plain = issue.errors.every((found) => found.length === 1 && found[0]?.path.length === 0);
  const [closest] = issue.errors.toSorted((a, b) => a.length - b.length);
  const told = plain ? issue.errors.flat() : (closest ?? []);
  return (
    told.map((one) => asked(one)).join(plain ? ', or ' : ' and ') || 'has none of the forms that are allowed'
  );
}

/** What an issue asks for; never what was sent. */
function asked(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return listed(issue.values);
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_format':
      return formatted(issue);
    case 'too_small':
    case 'too_big':
      return sized(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return ofUnion(issue);
    default:
      return 'is not what is allowed';
  }
}

/** Zod's own word where a schema brings none. */
const plainMessage = 'Invalid input';

function sentence(issue: Issue, schema: Schema, value: unknown, what: string): string {
  const { name, at } = walk(schema, issue.path);
  const field = name || what;
  if (issue.code === 'unrecognized_keys') {
    return `${field} has a field or value that is not known; there are ${fieldsOf(at).join(', ') || 'none'}`;
  }
  const wish = issue.message === plainMessage ? asked(issue) : issue.message;
  return valueAt(value, issue.path) === undefined && issue.path.length > 0
    ? `${field} is missing: it ${wish}`
    : `${field} ${issue.message === plainMessage ? '' : 'is not right: '}${wish}`;
}

const mostTold = 5;

/**
 * What is wrong with what was sent, field by field, and which values are allowed: never a word of it (it may be a patient's), nor a name of a field that the
 * sender made up. `what` names the whole: body or query.
 */
export function inputProblems(
  schema: z.ZodMiniType,
  value: unknown,
  issues: readonly Issue[],
  what: string,
): string {
  const ofType = new Set(
    issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => path.join('.')),
  );
  // A text is no list of too many entries.
  const own = issues.filter(({ code, path }) => code === 'invalid_type' || !ofType.has(path.join('.')));
  const told = own.slice(0, mostTold).map((issue) => sentence(issue, schema, value, what));
  const more = own.length > mostTold ? ` (and ${own.length - mostTold} more)` : '';
  return `Correct the ${what}: ${told.join('; ')}${more}.`;
}
