import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod/mini';

export type Path = readonly (string | number)[];

export interface ReadFile<T> {
  readonly value: T | undefined;
  readonly findings: readonly string[];
  /** `file:line: field` of a place in the file. */
  where(path: Path): string;
}

/** Reads one file of `practice/` and validates it; every finding names file, line and field. */
export function read<T>(
  folder: string,
  file: string,
  schema: z.ZodMiniType<T>,
  complete: (written: unknown) => unknown = (written) => written,
): ReadFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(folder, file), 'utf8'), { lineCounter: lines });
  const where = (path: Path): string => {
    // A field that is missing has no place of its own: the nearest thing around it has.
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return `${file}:${lines.linePos(node.range[0]).line}: ${path.join('.')}`;
    }
    return `${file}:1: ${path.join('.')}`;
  };
  if (document.errors.length > 0) {
    return {
      value: undefined,
      where,
      findings: document.errors.map((error) => `${file}:${error.linePos?.[0].line ?? 1}: ${error.message}`),
    };
  }
  const parsed = schema.safeParse(complete(document.toJS()));
  if (parsed.success) return { value: parsed.data, where, findings: [] };
  const findings = parsed.error.issues.map(({ path, message }) => `${where(path as Path)}: ${message}`);
  return { value: undefined, where, findings };
}
