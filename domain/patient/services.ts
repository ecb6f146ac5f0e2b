import type { TreatmentType } from '../recall/recall-rules.ts';
import {
  isAnyService,
  isOnlyArea,
  itsPlace,
  plainWords,
  serviceWords,
  takesBack,
  turnedInto,
  withoutAmounts,
  withoutArea,
} from './service-words.ts';

interface Catalogued {
  readonly id: string;
  readonly names: readonly string[];
}

interface Name {
  readonly id: string;
  readonly words: readonly string[];
  readonly joined: string;
}

interface Catalogue {
  /** Ids by the whole name, its words written as one. */
  readonly whole: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names that may stand in a longer one. */
  readonly names: readonly Name[];
  /** What was read already: a file has a few dozen services, thousands of times. */
  readonly read: Map<string, Services>;
}

const joinedOf = (words: readonly string[]): string => words.join('');

function catalogueOf(types: readonly Catalogued[]): Catalogue {
  const names = types.flatMap(({ id, names: written }) =>
    [id, ...written].map((name) => {
      const words = serviceWords(name);
      return { id, words, joined: joinedOf(words) };
    }),
  );
  const whole = new Map<string, Set<string>>();
  for (const { id, joined } of names) whole.set(joined, (whole.get(joined) ?? new Set()).add(id));
  // "Lips" alone is a treatment; in "lip wax" it is a place.
  return {
    whole,
    names: names.filter(({ words }) => words.length > 0 && !isOnlyArea(words)),
    read: new Map(),
  };
}

const catalogues = new WeakMap<readonly Catalogued[], Catalogue>();

/** The same list is asked for every row of a file. */
function catalogueFor(types: readonly Catalogued[]): Catalogue {
  const known = catalogues.get(types) ?? catalogueOf(types);
  catalogues.set(types, known);
  return known;
}

/** The words that are left when a name is taken out, with a mark in its place; undefined where it does not stand in them as whole words, in any order, or written apart. */
function without(words: readonly string[], name: Name): readonly string[] | undefined {
  const left = [...words];
  const isIn = name.words.every((part) => {
    const at = left.indexOf(part);
    if (at >= 0) left[at] = itsPlace;
    return at >= 0;
  });
  if (isIn) return left;
  for (const at of words.keys())
    for (let end = at + 1, run = ''; end <= words.length && run.length < name.joined.length; end += 1) {
      run += words[end - 1];
      if (run === name.joined) return [...words.slice(0, at), itsPlace, ...words.slice(end)];
    }
  return undefined;
}

type Meant = { readonly id: string } | 'none' | 'unknown';

const oneOf = (ids: ReadonlySet<string>): Meant => {
  const [id, second] = ids;
  return id === undefined || second !== undefined ? 'unknown' : { id };
};

/** What one service means: its whole name first, then the longest known name in it, unless two treatments have one as long. */
function meantBy(words: readonly string[], { whole, names }: Catalogue, mayBeTalk: boolean): Meant {
  const exact = whole.get(joinedOf(words));
  if (exact) return oneOf(exact);
  const standing = names.flatMap((name) => {
    const left = without(words, name);
    return left ? [{ name, left }] : [];
  });
  const most = Math.max(...standing.map(({ name }) => name.words.length));
  const best = standing.filter(({ name }) => name.words.length === most);
  const turned = turnedInto(best[0]?.left ?? words, mayBeTalk);
  if (turned !== undefined) return turned === 'none' ? 'none' : 'unknown';
  return oneOf(new Set(best.map(({ name }) => name.id)));
}

interface Part {
  readonly written: string;
  readonly words: readonly string[];
  readonly meant: Meant;
}

const isService = ({ meant }: Part): boolean => typeof meant === 'object';

/** "Laser hair removal bikini, underarms": what says only where goes on with the service that stands next to it. */
function goneOn(parts: readonly Part[], at: number, catalogue: Catalogue, mayBeTalk: boolean): Meant {
  const part = parts[at];
  if (part === undefined || part.meant !== 'unknown' || !isOnlyArea(part.words))
    return part?.meant ?? 'unknown';
  const near = parts.slice(0, at).findLast(isService) ?? parts.slice(at + 1).find(isService);
  const head = near ? withoutArea(near.words) : [];
  return head.length === 0 ? 'unknown' : meantBy([...head, ...part.words], catalogue, mayBeTalk);
}

const lists = /[,;|\n•·&+]|\s(?:and|y)\s/i;
/** A word of lists, and of some brands. */
const plus = /\splus\s/i;
/** No visit has more services. */
const mostParts = 20;

type Read = (text: string) => readonly Part[];

/** One entry of a list: itself, or the alternatives that a slash parts. */
function entryOf(written: string, read: Read): readonly Part[] {
  const each = written.split('/').flatMap(read);
  // "Botox/Filler", "Consultation/Botox": one of the two or both, and nobody knows which. "Botox/Dysport" is one.
  const services = each.filter(({ meant, words }) => meant !== 'unknown' && !isOnlyArea(words));
  const isMixed =
    new Set(services.map(({ meant }) => (typeof meant === 'object' ? meant.id : meant))).size > 1;
  return isMixed ? [{ written: written.trim(), words: serviceWords(written), meant: 'unknown' }] : each;
}

/** "Botox plus filler" is a list, "Juvederm Ultra Plus XC" is none. */
function entriesOf(group: string, read: Read): readonly Part[] {
  const added = group.split(plus).map((text) => entryOf(text, read));
  const isList = added.length > 1 && added.every((parts) => parts.some(isService) && parts.every(isService));
  return isList ? added.flat() : entryOf(group, read);
}

function partsOf(written: string, catalogue: Catalogue, mayBeTalk: boolean): readonly Part[] {
  const read: Read = (text) => {
    const words = serviceWords(text);
    return isAnyService(words)
      ? []
      : [{ written: text.trim(), words, meant: meantBy(words, catalogue, mayBeTalk) }];
  };
  const bare = withoutAmounts(written);
  const parts = bare
    .split(lists)
    .flatMap((group) => entriesOf(group, read))
    .slice(0, mostParts);
  // "Botox - paid, not done".
  if (parts.some(({ words }) => takesBack(words)))
    return [{ written: bare, words: serviceWords(bare), meant: 'unknown' }];
  return parts.map((part, at) => ({ ...part, meant: goneOn(parts, at, catalogue, mayBeTalk) }));
}

const longestShown = 80;
const mostRead = 2000;

/** What is done in a visit, as far as the catalogue knows it. */
export interface Services {
  /** Ids of treatment types, each once. */
  readonly known: readonly string[];
  /** Services that the catalogue does not know, as they are written. A talk, a check or a payment is no treatment and none of these. */
  readonly unknown: readonly string[];
}

/**
 * The services that a practice's system names: one, or several in a list. A name is known whole, in spite of case, accents, marks, amounts and
 * punctuation; else by the longest name of the catalogue in it, where that is one treatment's alone. `about`: what a talk was about, so that
 * "consultation for X" means X.
 */
export function servicesOf(written: string, types: readonly TreatmentType[], about?: 'talk'): Services {
  const catalogue = catalogueFor(types);
  const key = JSON.stringify([about, written]);
  const services = catalogue.read.get(key) ?? readServices(written, catalogue, about);
  if (catalogue.read.size >= mostRead) catalogue.read.clear();
  catalogue.read.set(key, services);
  return services;
}

function readServices(written: string, catalogue: Catalogue, about: 'talk' | undefined): Services {
  const exact = catalogue.whole.get(joinedOf(serviceWords(written)));
  const parts: readonly Omit<Part, 'words'>[] = exact
    ? [{ written: withoutAmounts(written), meant: oneOf(exact) }]
    : partsOf(written, catalogue, about === 'talk');
  const known = parts.flatMap(({ meant }) => (typeof meant === 'object' ? [meant.id] : []));
  const unknown = parts.filter(({ meant }) => meant === 'unknown').map((part) => part.written);
  const isAllUnknown = unknown.length > 0 && unknown.length === parts.length;
  return {
    known: [...new Set(known)],
    unknown: [...new Set(isAllUnknown ? [withoutAmounts(written)] : unknown)].map((name) =>
      name.slice(0, longestShown),
    ),
  };
}

/** The one treatment that a name means; undefined where it means none, several, or one that is not known. */
export function serviceNamed(
  written: string,
  types: readonly TreatmentType[],
  about?: 'talk',
): TreatmentType | undefined {
  const { known, unknown } = servicesOf(written, types, about);
  return known.length === 1 && unknown.length === 0 ? types.find(({ id }) => id === known[0]) : undefined;
}

/** The product of this id or name, in spite of case, accents and punctuation. One of another size is another one, so nothing else counts. */
export function productNamed<T extends Catalogued>(name: string, products: readonly T[]): T | undefined {
  const plain = (text: string): string =>
    joinedOf(plainWords(text.replaceAll(/\((?:r|tm|c|sm)\)|[®™©℠]/giu, ' ')));
  const wanted = plain(name);
  return wanted === ''
    ? undefined
    : products.find(({ id, names }) => [id, ...names].some((known) => plain(known) === wanted));
}
