import type { Source } from '../practice/source.ts';
import type { Decoded } from './decode.ts';
import { type Mapped, mapRequest } from './map-request.ts';
import { within } from './unmapped-fields.ts';

const plain = /^[A-Za-z_][\w-]*$/;

/** A place written as a path: `data.fields[0].value`, `['1.3']`. */
function written(path: readonly string[]): string {
  return path
    .map((name, index) => {
      if (/^\d+$/.test(name) && index > 0) return `[${name}]`;
      return plain.test(name) ? `${index > 0 ? '.' : ''}${name}` : `['${name}']`;
    })
    .join('');
}

/** Every value that is no list and no object, with where it stands. Empty texts are left out: forms send many. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

/** What a source makes of a request, and the fields that no rule of its mapping read. */
export function tryRequest(
  source: Source,
  request: Decoded,
  country: string,
): { readonly mapped: readonly Mapped[]; readonly unused: readonly string[] } {
  const used: (readonly string[])[] = [];
  const mapped = mapRequest(source, request, country, (path) => used.push(path));
  const unused = leaves(request.body).filter((leaf) => !used.some((path) => within(leaf, path)));
  return { mapped, unused: unused.map(written) };
}
