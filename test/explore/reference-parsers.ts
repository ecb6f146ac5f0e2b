import { isDeepStrictEqual } from 'node:util';
import type { DecoderName } from '../../domain/practice/source.ts';

const flat = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)),
  );

/** Large numbers stay as digits in ours, so that ids are not rounded; that is meant. */
function rounded(value: unknown): unknown {
  if (typeof value === 'string' && /^-?\d{16,}$/.test(value)) return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rounded(inner)]));
}

function json(body: Buffer): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}

/** Only pairs without nesting and without repeats, which are what both mean the same by. */
function pairs(body: Buffer): Record<string, string> | undefined {
  const text = new TextDecoder().decode(body);
  // URLSearchParams takes a question mark in front for that of a URL.
  if (text.startsWith('?')) return undefined;
  const form = new URLSearchParams(text);
  const names = [...form.keys()];
  const plain = names.every((name) => /^[\w-]+$/.test(name)) && new Set(names).size === names.length;
  const sound = !/%(?![0-9a-f]{2})/i.test(text) && !text.includes('\uFFFD') && names.length < 1000;
  if (!plain || !sound || [...form.values()].some((value) => value.includes('\uFFFD'))) return undefined;
  return Object.fromEntries(form);
}

/** A header without its semicolon is none by RFC 2183, though the platform reads it: such a body goes to a person. */
const broken = /content-disposition:(?! ?form-data;)/i;

async function parts(body: Buffer, contentType: string): Promise<Record<string, string> | undefined> {
  if (broken.test(body.toString('latin1'))) return undefined;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const entries = [...form.entries()];
  const texts = entries.every(([name, value]) => typeof value === 'string' && name !== '');
  const names = entries.map(([name]) => name);
  if (!texts || new Set(names).size !== names.length) return undefined;
  return Object.fromEntries(entries) as Record<string, string>;
}

async function reference(kind: DecoderName, body: Buffer, contentType: string): Promise<unknown> {
  if (kind === 'json') return json(body);
  if (kind === 'urlencoded') return pairs(body);
  if (kind === 'multipart') return parts(body, contentType);
  return undefined;
}

/**
 * Where another parser accepts a body as well, ours must have read the same: JSON.parse, URLSearchParams (plain pairs) and the platform's
 * own `formData`. Returns what differs.
 */
export async function agreementOf(
  kind: DecoderName,
  body: Buffer,
  contentType: string,
  ours: unknown,
): Promise<string | undefined> {
  let theirs: unknown;
  try {
    theirs = await reference(kind, body, contentType);
  } catch {
    return undefined;
  }
  if (theirs === undefined) return undefined;
  if (ours === undefined) return 'the reference parser reads it, ours does not';
  return isDeepStrictEqual(rounded(flat(ours)), rounded(flat(theirs)))
    ? undefined
    : 'read unlike the reference parser';
}
