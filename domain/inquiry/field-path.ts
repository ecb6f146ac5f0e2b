/**
 * Paths into a decoded request: `form_response.answers[field.ref=email].email` walks members, finds in a list (or among an
 * object's members) the first whose inner path has a value, and goes on; `['1.3']` is one member with dots in its name.
 */
export type PathStep =
  | { readonly member: string }
  | { readonly where: readonly string[]; readonly equals: string };

const token = /\[\s*'([^']*)'\s*\]|\[\s*([^\]=]+?)\s*=\s*([^\]]*?)\s*\]|\[(\d+)\]|([^.[\]]+)|\./gy;

/** Reads a path. Throws on one that is not closed. */
export function parsePath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < path.length) {
    const at = token.lastIndex;
    const [all, quoted, where, equals, index, member] = token.exec(path) ?? [];
    if (all === undefined) throw new Error(`The path cannot be read from its character ${at + 1}: ${path}`);
    const name = quoted ?? index ?? member;
    if (where !== undefined) steps.push({ where: where.split('.'), equals: equals ?? '' });
    else if (name !== undefined) steps.push({ member: name });
  }
  return steps;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

// Own members only: a request must never reach what every object inherits.
const memberOf = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;

function follow(value: unknown, step: PathStep): unknown {
  if ('member' in step) return memberOf(value, step.member);
  if (!isRecord(value)) return undefined;
  return Object.values(value).find((item) => {
    const inner = step.where.reduce(memberOf, item);
    return (typeof inner === 'string' || typeof inner === 'number') && String(inner) === step.equals;
  });
}

/** The value at a path of a decoded request, or undefined. */
export function at(value: unknown, path: string): unknown {
  return parsePath(path).reduce(follow, value);
}
