import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

type Fields = Readonly<Record<string, unknown>>;

const folder = join(import.meta.dirname, 'presets');

/** The presets that a source can be made from: one file each, in the same words as `sources.yaml`. */
export const presetNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort();

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const read = (name: string): Fields => parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')) as Fields;

/** Members of both, the source's own first; a verifier of another kind replaces the preset's whole. */
function merged(preset: unknown, own: unknown): unknown {
  if (own === undefined) return preset;
  if (!isFields(preset) || !isFields(own)) return own;
  if ('kind' in own && own.kind !== preset.kind) return own;
  const rule = ['first', 'join', 'split', 'options', 'constant'].some((name) => name in own);
  if (rule) return own;
  const names = [...new Set([...Object.keys(preset), ...Object.keys(own)])];
  return Object.fromEntries(names.map((name) => [name, merged(preset[name], own[name])]));
}

function completed(source: unknown): unknown {
  if (!isFields(source) || typeof source.preset !== 'string') return source;
  // `read-practice` has told of a name that is none.
  if (!presetNames.includes(source.preset)) return source;
  return merged(read(source.preset), source);
}

/** The sources as written, each completed by its preset. */
export function withPresets(written: unknown): unknown {
  if (!isFields(written) || !Array.isArray(written.sources)) return written;
  return { ...written, sources: (written.sources as unknown[]).map(completed) };
}

/** The source of each location's own form, which nobody has to write down. */
export function formSources(
  locations: readonly { readonly id: string; readonly name: string }[],
): readonly unknown[] {
  return locations.map(({ id, name }) =>
    completed({ id: `form_${id}`, name: `Form of ${name}`, location: id, preset: 'hosted-form' }),
  );
}
