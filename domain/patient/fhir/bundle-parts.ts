import { type BundleEntry, entriesOf, typeOf } from './bundle-entries.ts';
import { baseOf, containedIn, namesWithin, namingOf, peopleIn } from './naming.ts';
import type { Bundle } from './resources.ts';

/** Of those who stand in one entry (a visit of two) the same name; it leads from each of them. */
function together(entries: readonly (readonly string[])[]): (name: string) => string {
  const next = new Map<string, string>();
  const leads = (name: string): string => {
    let at = name;
    for (let to = next.get(at); to !== undefined; to = next.get(at)) at = to;
    return at;
  };
  for (const [first = '', ...others] of entries)
    for (const other of others) if (leads(other) !== leads(first)) next.set(leads(other), leads(first));
  return leads;
}

const linksOf = ({ resource }: BundleEntry): readonly unknown[] =>
  (Array.isArray(resource.link) ? resource.link : []).map((link) => link?.other);

/** Every name of whom an entry is about, those of records that are linked with theirs too. */
function namesOf(at: BundleEntry): readonly string[] {
  const { resource } = at;
  const isPatient = typeOf(resource) === 'Patient';
  const named = (isPatient ? linksOf(at) : peopleIn(resource)).flatMap((given) => {
    const inside = containedIn(resource, given);
    if (inside)
      return typeOf(inside) === 'Patient' ? namesWithin({ entry: 0, resource: { ...inside, id: '' } }) : [];
    const naming = namingOf(given, baseOf(at));
    return !naming || naming.isPatient === false ? [] : naming.names;
  });
  return [...(isPatient ? namesWithin(at) : []), ...named];
}

/** A bundle in parts of about `size` entries: who belongs together stays together. `entries` are their places in the bundle. */
export function bundleParts(
  bundle: Bundle,
  size: number,
): readonly { readonly bundle: Bundle; readonly entries: readonly number[] }[] {
  const all = entriesOf(bundle);
  const patients = new Set(all.flatMap((at) => (typeOf(at.resource) === 'Patient' ? namesOf(at) : [])));
  // Who is in no entry of the bundle (a practitioner) holds nobody together, nor does a visit of several its names that nobody has.
  const named = all.map((at) => {
    const names = namesOf(at);
    const given = names.filter((name) => patients.has(name));
    return { at, names: given.length > 0 ? given : names.slice(0, 1) };
  });
  const leads = together(named.map(({ names }) => names));
  const groups = Map.groupBy(named, ({ names: [first = ''] }) => leads(first));
  const parts: BundleEntry[][] = [[]];
  for (const group of groups.values()) {
    if ((parts.at(-1)?.length ?? 0) >= size) parts.push([]);
    parts.at(-1)?.push(...group.map(({ at }) => at));
  }
  return parts
    .filter((part) => part.length > 0)
    .map((part) => ({
      bundle: { ...bundle, entry: part.map(withoutPlace) },
      entries: part.map(({ entry }) => entry),
    }));
}

function withoutPlace({ entry, ...given }: BundleEntry): Bundle['entry'][number] {
  void entry;
  return given;
}
