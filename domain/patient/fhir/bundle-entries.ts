import { Bundle } from './resources.ts';

/** A resource as it was sent: what stands in it is not known to be so. */
export type Given = Readonly<Record<string, unknown>>;

export interface BundleEntry {
  /** Its place in the bundle that was sent; the entries of a bundle within stand where that stands. */
  readonly entry: number;
  readonly fullUrl?: string | undefined;
  readonly resource: Given;
  readonly request?: Bundle['entry'][number]['request'];
}

const deepest = 3;

export const typeOf = (resource: unknown): string =>
  String((resource as Given | null | undefined)?.resourceType ?? '');
export const idOf = (resource: unknown): string | undefined => {
  const id = (resource as Given | null | undefined)?.id;
  return typeof id === 'string' ? id : undefined;
};

function opened({ resource, ...rest }: Bundle['entry'][number], entry: number, depth: number): BundleEntry[] {
  const inner = typeOf(resource) === 'Bundle' ? Bundle.safeParse(resource).data : undefined;
  if (inner && depth < deepest) return inner.entry.flatMap((one) => opened(one, entry, depth + 1));
  return [{ ...rest, entry, resource: (resource ?? {}) as Given }];
}

/** The entries of a bundle of any type, with those of bundles in it: a batch of searches is answered with such, and a message may carry one. */
export const entriesOf = (bundle: Bundle): readonly BundleEntry[] =>
  bundle.entry.flatMap((one, entry) => opened(one, entry, 0));

/** Where a resource stands on a server. */
export interface Place {
  /** https://ehr.example.com/fhir; absent where only its place on one is said. */
  readonly base?: string;
  readonly type: string;
  readonly id: string;
}

const place = /^(?:(https?:\/\/.+)\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?\/?$/;

/** The place that a URL or a reference names, whatever the version, and however it is got at; undefined for anything else. */
export function placeOf(url: string | undefined): Place | undefined {
  const [, base, type, id] = place.exec(url ?? '') ?? [];
  return type === undefined || id === undefined
    ? undefined
    : { ...(base ? { base: base.replace(/^http:/, 'https:') } : {}), type, id };
}

/** The id of what stands in an entry: its own, else that of its URL. */
export const entryId = ({ fullUrl, resource }: BundleEntry): string | undefined =>
  idOf(resource) ?? placeOf(fullUrl)?.id;
