import { parsePath } from '../../domain/inquiry/field-path.ts';
import { heartbeatSource } from '../../domain/inquiry/heartbeat.ts';
import type { Source } from '../../domain/practice/source.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

/** Every path of a source, so that one that cannot be read fails the build and not a patient's message. */
function pathsOf(rule: unknown): readonly string[] {
  if (typeof rule === 'string') return /^(header:|query:|path:)/.test(rule) ? [] : [rule];
  if (Array.isArray(rule)) return rule.flatMap(pathsOf);
  if (typeof rule !== 'object' || rule === null) return [];
  const texts = ['at', 'with', 'constant', 'id', 'text', 'in', 'notIn', 'empty'];
  return Object.entries(rule).flatMap(([name, inner]) => (texts.includes(name) ? [] : pathsOf(inner)));
}

function unreadable(source: Source): string | undefined {
  const { call, details, record, ...fields } = source.mapping;
  const rules = [
    fields,
    details,
    Object.values(record ?? {}),
    call && { ...call, id: [call.id] },
    source.idempotencyKey,
    source.each,
  ];
  for (const path of pathsOf([...rules, source.ignore, source.parseJson, source.scrub?.fields]))
    try {
      parsePath(path.replace(/^\^\.?/, ''));
    } catch (error) {
      return (error as Error).message;
    }
  return undefined;
}

/** Where inquiries come from: places that exist, ids of their own, and a mapping that can be read. */
export function sourceProblems({ identity, sources: { sources: all } }: PracticeFolder): Contradiction[] {
  const places = new Set(identity.locations.map(({ id }) => id));
  const file = 'sources.yaml';
  return all.flatMap((source, index): Contradiction[] => {
    const at = (field: string, message: string): Contradiction => ({
      file,
      path: ['sources', index, field],
      message,
    });
    const broken = unreadable(source);
    return [
      ...(places.has(source.location) ? [] : [at('location', `there is no location ${source.location}`)]),
      ...(all.findIndex(({ id }) => id === source.id) === index
        ? []
        : [at('id', `${source.id} is used twice`)]),
      ...(source.id === heartbeatSource ? [at('id', `${source.id} is Heard’s own`)] : []),
      ...(broken === undefined ? [] : [at('mapping', broken)]),
      ...(source.feeds && !source.mapping.record
        ? [at('mapping', 'a source that feeds records needs mapping.record')]
        : []),
    ];
  });
}
