import type { FieldRule, Source } from '../practice/source.ts';
import type { Decoded } from './decode.ts';
import { at } from './field-path.ts';

const headerPrefix = 'header:';

function asText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(asText).filter(Boolean).join(', ');
  return '';
}

/** The text a rule finds in a request; empty when it finds nothing. */
export function fieldText(rule: FieldRule | undefined, request: Decoded): string {
  if (rule === undefined) return '';
  if (typeof rule === 'string') {
    if (rule.startsWith(headerPrefix)) return request.headers[rule.slice(headerPrefix.length)] ?? '';
    return asText(at(request.body, rule));
  }
  if ('constant' in rule) return rule.constant;
  if ('first' in rule) return rule.first.map((inner) => fieldText(inner, request)).find(Boolean) ?? '';
  const parts = rule.join.map((inner) => fieldText(inner, request)).filter(Boolean);
  return parts.join(rule.with ?? ' ');
}

/** The sender's own key of this request; undefined when it has none, or not all of it is there. */
export function idempotencyKey(source: Source, request: Decoded): string | undefined {
  const rule = source.idempotencyKey;
  if (rule === undefined) return undefined;
  const parts = typeof rule === 'object' && 'join' in rule ? rule.join : [rule];
  if (parts.some((part) => fieldText(part, request) === '')) return undefined;
  return fieldText(rule, request);
}
