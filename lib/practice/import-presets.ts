import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Named {
  readonly name: string;
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const folder = join(import.meta.dirname, 'import-presets');

/** Practice systems whose exports are known: one file each. The plain names of `heard` come first. */
const known: readonly Named[] = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort((a, b) => Number(b === 'heard') - Number(a === 'heard') || a.localeCompare(b))
  .map((name) => ({ name, ...parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')) }) as Named);

export const importSystemNames: readonly string[] = known.map(({ name }) => name);

function over(preset: Named, own: Named): Named {
  const fields = [...new Set([...Object.keys(own.columns ?? {}), ...Object.keys(preset.columns ?? {})])];
  const columns = Object.fromEntries(
    fields.map((field) => [field, [...(own.columns?.[field] ?? []), ...(preset.columns?.[field] ?? [])]]),
  );
  const meant = Object.entries({ ...preset.values, ...own.values }).map(([field]) => [
    field,
    { ...preset.values?.[field], ...own.values?.[field] },
  ]);
  return { ...preset, ...own, columns, values: Object.fromEntries(meant) };
}

/** The recall rules as written, with the import systems of the practice first and then the known ones. */
export function withImportPresets(written: unknown): unknown {
  const rules = written as { import?: { systems?: unknown } } | null;
  const systems = rules?.import?.systems;
  if (!Array.isArray(systems)) return written;
  const own = (systems as Named[]).map((system) => {
    const preset = known.find(({ name }) => name === system?.name);
    return preset ? over(preset, system) : system;
  });
  const rest = known.filter(({ name }) => !own.some((system) => system?.name === name));
  return { ...rules, import: { ...rules?.import, systems: [...own, ...rest] } };
}
