import type { Condition, FieldRule } from '../practice/field-rule.ts';
import type { Source } from '../practice/source.ts';
import type { Decoded } from './decode.ts';
import { type Item, itemsOf, placesOf } from './field-path.ts';

/** What a rule is read from: an item of a request, and `read` is told of every place that was looked at. */
export interface Reading {
  readonly item: Item;
  readonly request: Decoded;
  readonly read?: ((path: readonly string[]) => void) | undefined;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(asText).filter(Boolean).join(', ');
  return '';
}

function textAt(path: string, { item, request, read }: Reading): string {
  if (path.startsWith('header:')) return request.headers[path.slice('header:'.length)] ?? '';
  if (path.startsWith('query:')) return request.query[path.slice('query:'.length)] ?? '';
  if (path === 'path:') return request.path;
  const places = placesOf(item, path);
  for (const place of places) read?.(place.path);
  return places
    .map(({ value }) => asText(value))
    .filter(Boolean)
    .join(', ');
}

/** The texts that stand for ids of options, as in `options[{ id, text }]`; an id without one stays as it is. */
function optionTexts(rule: Extract<FieldRule, { options: string }>, reading: Reading): string {
  const chosen = placesOf(reading.item, rule.options).flatMap(({ value, path }) => {
    reading.read?.(path);
    return Array.isArray(value) ? (value as unknown[]) : [value];
  });
  const among = placesOf(reading.item, rule.among).flatMap(({ value }) =>
    Array.isArray(value) ? (value as Record<string, unknown>[]) : [],
  );
  const texts = chosen.map((id) => {
    const option = among.find((candidate) => asText(candidate?.[rule.id ?? 'id']) === asText(id));
    return asText(option?.[rule.text ?? 'text']) || asText(id);
  });
  return texts.filter(Boolean).join(', ');
}

/** The text a rule finds; empty when it finds nothing. */
export function fieldText(rule: FieldRule | undefined, reading: Reading): string {
  if (rule === undefined) return '';
  if (typeof rule === 'string') return textAt(rule, reading);
  if ('constant' in rule) return rule.constant;
  if ('first' in rule) {
    for (const inner of rule.first) {
      const text = fieldText(inner, reading);
      if (text) return text;
    }
    return '';
  }
  if ('options' in rule) return optionTexts(rule, reading);
  if ('split' in rule) {
    const parts = fieldText(rule.split, reading).split(rule.at);
    return parts
      .map((part) => part.trim())
      .filter(Boolean)
      .join(rule.with ?? ', ');
  }
  const parts = rule.join.map((inner) => fieldText(inner, reading)).filter(Boolean);
  return parts.join(rule.with ?? ' ');
}

/** As `fieldText`, but a join counts only when every part of it is there: half a key is another delivery's. */
function keyText(rule: FieldRule, reading: Reading): string {
  if (typeof rule === 'string' || 'constant' in rule || 'options' in rule || 'split' in rule)
    return fieldText(rule, reading);
  if ('first' in rule) {
    for (const inner of rule.first) {
      const text = keyText(inner, reading);
      if (text) return text;
    }
    return '';
  }
  const parts = rule.join.map((inner) => keyText(inner, reading));
  return parts.every(Boolean) ? parts.join(rule.with ?? ' ') : '';
}

/** The sender's own key of each message of a request; undefined where it has none. */
export function itemKeys(source: Source, request: Decoded): readonly (string | undefined)[] {
  const rule = source.idempotencyKey;
  if (rule === undefined) return [];
  return itemsOf(request.body, source.each).map((item) => keyText(rule, { item, request }) || undefined);
}

/** The sender's own key of a request: its message's, or those of all its messages. Undefined when one has none. */
export function idempotencyKey(source: Source, request: Decoded): string | undefined {
  const keys = itemKeys(source, request);
  return keys.length > 0 && keys.every((key) => key !== undefined) ? keys.join(',') : undefined;
}

/** Whether a condition holds for an item. */
export function holds(condition: Condition, reading: Reading): boolean {
  const text = fieldText(condition.field, reading).toLowerCase();
  const among = (values: readonly string[]): boolean => values.some((value) => value.toLowerCase() === text);
  if (condition.empty !== undefined && (text === '') !== condition.empty) return false;
  if (condition.in !== undefined && !among(condition.in)) return false;
  return condition.notIn === undefined || !among(condition.notIn);
}
