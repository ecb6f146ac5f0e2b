import { type Bundle, patientReferences } from './resources.ts';

interface Given {
  readonly resourceType?: unknown;
  readonly id?: unknown;
}

const isPatient = (resource: unknown): boolean => (resource as Given | undefined)?.resourceType === 'Patient';
const idOf = (resource: unknown): string => String((resource as Given | undefined)?.id ?? '');

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

/** A bundle in parts of about `size` entries: who belongs together stays together. */
export function bundleParts(
  bundle: Bundle,
  size: number,
): readonly { readonly bundle: Bundle; readonly entries: readonly number[] }[] {
  const numbered = bundle.entry.map((given, entry) => ({ given, entry }));
  const own = new Map<string, string>();
  for (const { given } of numbered) {
    if (!isPatient(given.resource)) continue;
    const name = given.fullUrl ?? `Patient/${idOf(given.resource)}`;
    own.set(name, name).set(`Patient/${idOf(given.resource)}`, name);
  }
  const namesOf = ({ given }: (typeof numbered)[number]): readonly string[] => {
    const references = isPatient(given.resource)
      ? [given.fullUrl ?? `Patient/${idOf(given.resource)}`]
      : patientReferences(given.resource);
    return references.map((reference) => own.get(reference) ?? reference);
  };
  const leads = together(numbered.map(namesOf));
  const groups = Map.groupBy(numbered, (one) => leads(namesOf(one)[0] ?? ''));
  const parts: { given: Bundle['entry'][number]; entry: number }[][] = [[]];
  for (const group of groups.values()) {
    if ((parts.at(-1)?.length ?? 0) >= size) parts.push([]);
    parts.at(-1)?.push(...group);
  }
  return parts
    .filter((part) => part.length > 0)
    .map((part) => ({
      bundle: { resourceType: 'Bundle', entry: part.map(({ given }) => given) },
      entries: part.map(({ entry }) => entry),
    }));
}
