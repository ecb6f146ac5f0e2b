import type { Decoded } from '../../domain/inquiry/decode.ts';
import { readAt } from '../../domain/inquiry/field-path.ts';
import type { Source } from '../../domain/practice/source.ts';

const removed = 'removed';
/** Shorter texts stand for too many other things. */
const shortest = 6;

/** How a value may be written in a body: as it is, in JSON, and in a URL, where a space may be a plus. */
function spellings(value: string): readonly string[] {
  const inUrl = encodeURIComponent(value);
  const inJson = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, inUrl, inUrl.replaceAll('%20', '+'), inJson, inJson.replaceAll('/', '\\/')])];
}

function without(body: string, values: readonly string[]): string {
  let scrubbed = body;
  for (const value of values.filter(({ length }) => length >= shortest))
    for (const spelling of spellings(value)) scrubbed = scrubbed.replaceAll(spelling, removed);
  return scrubbed;
}

const escaped = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A parameter of any URL in the body, as it stands there or encoded. */
function withoutParameters(body: string, names: readonly string[]): string {
  let scrubbed = body;
  for (const name of names)
    scrubbed = scrubbed.replaceAll(
      new RegExp(`((?:[?&]|%3F|%26)${escaped(name)}(?:=|%3D))[^&"'\\s<>\\\\%]+`, 'gi'),
      `$1${removed}`,
    );
  return scrubbed;
}

/**
 * The body as it is stored: without the source's own secrets, the fields that the source says are secret, and secrets in URLs.
 * Everything else stays as it was sent.
 */
export function scrub(
  source: Source,
  body: string,
  secrets: readonly string[],
  decoded: Decoded | undefined,
): string {
  const fields = (source.scrub?.fields ?? []).flatMap((path) => readAt(decoded?.body, path));
  const values = fields.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const carried = source.verifier.kind === 'shared-secret' ? secrets : [];
  return withoutParameters(without(body, [...values, ...carried]), source.scrub?.parameters ?? []);
}
