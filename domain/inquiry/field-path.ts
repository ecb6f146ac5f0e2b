/**
 * Paths into a decoded request: `form_response.answers[field.ref=email].email` walks members and finds in a list (or among an
 * object's members) the first whose inner path has a value; `[*]` is every member; `q*_email` is the first member whose name
 * looks so, whatever its case; `['1.3']` is one member with dots in its name. In a batch `[id=@from]` compares with the item's own
 * value, and `^` in front starts at what held the item.
 */
type PathStep =
  | { readonly member: string }
  | { readonly like: RegExp }
  | { readonly every: true }
  | { readonly where: readonly string[]; readonly equals: string };

/** A value and where it stands in the decoded body. */
export interface Place {
  readonly value: unknown;
  readonly path: readonly string[];
}

/** One message's part of a request: the whole body, or one item of a batch with what held it, nearest last. */
export interface Item extends Place {
  readonly within: readonly Place[];
}

const token =
  /\[\s*'([^']*)'\s*\]|\[\s*(\*)\s*\]|\[\s*([^\]=*]+?)\s*=\s*([^\]]*?)\s*\]|\[(\d+)\]|([^.[\]]+)|\./gy;

const glob = (name: string): RegExp =>
  new RegExp(`^${name.replaceAll(/[\\^$+?()|{}]/g, '\\$&').replaceAll('*', '.*')}$`, 'i');

function named(name: string): PathStep {
  return name.includes('*') ? { like: glob(name) } : { member: name };
}

function readPath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < path.length) {
    const at = token.lastIndex;
    const [all, quoted, every, where, equals, index, member] = token.exec(path) ?? [];
    if (all === undefined) throw new Error(`The path cannot be read from its character ${at + 1}: ${path}`);
    if (every !== undefined) steps.push({ every: true });
    else if (where !== undefined) steps.push({ where: where.split('.'), equals: equals ?? '' });
    else if (quoted !== undefined) steps.push({ member: quoted });
    else if (index !== undefined) steps.push({ member: index });
    else if (member !== undefined) steps.push(named(member));
  }
  return steps;
}

// Paths come from the configuration alone, so they are few.
const known = new Map<string, readonly PathStep[]>();

/** Reads a path. Throws on one that is not closed. */
export function parsePath(path: string): readonly PathStep[] {
  const steps = known.get(path) ?? readPath(path);
  known.set(path, steps);
  return steps;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

// Own members only: a request must never reach what every object inherits.
const memberOf = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const inside = ({ value, path }: Place, name: string): Place => ({
  value: memberOf(value, name),
  path: [...path, name],
});

function follow(place: Place, step: PathStep, own: (path: string) => string): readonly Place[] {
  const { value } = place;
  if ('member' in step) return [inside(place, step.member)];
  if (!isRecord(value)) return [];
  const names = Object.keys(value);
  if ('every' in step) return names.map((name) => inside(place, name));
  if ('like' in step) {
    const found = names.find((name) => step.like.test(name));
    return found === undefined ? [] : [inside(place, found)];
  }
  const wanted = step.equals.startsWith('@') ? own(step.equals.slice(1)) : step.equals;
  const found = names.find((name) => {
    const inner = step.where.reduce(memberOf, memberOf(value, name));
    return (typeof inner === 'string' || typeof inner === 'number') && String(inner) === wanted;
  });
  return found === undefined ? [] : [inside(place, found)];
}

function walk(start: Place, path: string, own: (path: string) => string): readonly Place[] {
  let places: readonly Place[] = [start];
  for (const step of parsePath(path)) places = places.flatMap((place) => follow(place, step, own));
  return places.filter(({ value }) => value !== undefined && value !== null);
}

const whole = (body: unknown): Place => ({ value: body, path: [] });

/** Every value at a path of a decoded body, and where each stands. */
export const readAt = (body: unknown, path: string): readonly Place[] => walk(whole(body), path, () => '');

/** The places of an item's path. */
export function placesOf(item: Item, path: string): readonly Place[] {
  const own = (inner: string): string => String(walk(item, inner, () => '')[0]?.value ?? '');
  if (!path.startsWith('^')) return walk(item, path, own);
  const holder = item.within.at(-1);
  return holder ? walk(holder, path.slice(1).replace(/^\./, ''), own) : [];
}

/** The items of a batch, each with what held it; the whole body where there is no batch. */
export function itemsOf(body: unknown, each: string | readonly string[] | undefined): readonly Item[] {
  if (typeof each === 'object') return each.flatMap((path) => itemsOf(body, path));
  let items: readonly Item[] = [{ ...whole(body), within: [] }];
  if (each === undefined) return items;
  for (const step of parsePath(each))
    items = items.flatMap((item) =>
      follow(item, step, () => '').map((place) => ({
        ...place,
        within: 'every' in step && item.path.length > 0 ? holders(body, item) : item.within,
      })),
    );
  return items.filter(({ value }) => value !== undefined && value !== null);
}

/** What held a list: the object it stands in. */
function holders(body: unknown, list: Item): readonly Place[] {
  const path = list.path.slice(0, -1);
  return [...list.within, { value: path.reduce(memberOf, body), path }];
}

/** Replaces the value at a place of a body. */
export function setAt(body: unknown, path: readonly string[], value: unknown): void {
  const holder = path.slice(0, -1).reduce(memberOf, body);
  const name = path.at(-1);
  if (isRecord(holder) && name !== undefined && Object.hasOwn(holder, name)) holder[name] = value;
}
