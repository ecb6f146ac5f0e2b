import { type Bundle, patientReference } from './resources.ts';

interface Given {
  readonly resourceType?: unknown;
  readonly id?: unknown;
}

const isPatient = (resource: unknown): boolean => (resource as Given | undefined)?.resourceType === 'Patient';
const idOf = (resource: unknown): string => String((resource as Given | undefined)?.id ?? '');

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
  const groups = Map.groupBy(numbered, ({ given }) => {
    const reference = isPatient(given.resource)
      ? (given.fullUrl ?? `Patient/${idOf(given.resource)}`)
      : (patientReference(given.resource) ?? '');
    return own.get(reference) ?? reference;
  });
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
