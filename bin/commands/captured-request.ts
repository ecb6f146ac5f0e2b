import { readFileSync } from 'node:fs';

/** A request as somebody captured it. */
export interface CapturedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly encoding: 'utf8' | 'base64';
}

const content = (body: Buffer): Pick<CapturedRequest, 'body' | 'encoding'> => {
  const text = body.toString('utf8');
  return Buffer.from(text).equals(body)
    ? { body: text, encoding: 'utf8' }
    : { body: body.toString('base64'), encoding: 'base64' };
};

interface Recorded {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rawBody?: string;
  readonly body?: string;
}

/** `{ method, url, headers, rawBody }`, as request inspectors export. */
function fromJson(bytes: Buffer, url: string): CapturedRequest | undefined {
  if (!/^\s*\{/.test(bytes.subarray(0, 200).toString())) return undefined;
  const recorded = JSON.parse(bytes.toString()) as Recorded;
  const body = recorded.rawBody ?? recorded.body;
  if (recorded.headers === undefined || body === undefined) return undefined;
  const { method = 'POST', headers } = recorded;
  return { method, url: recorded.url ?? url, headers, ...content(Buffer.from(body)) };
}

/** An HTTP message as it went over the wire. */
function fromHttp(bytes: Buffer, url: string): CapturedRequest | undefined {
  const start = /^([A-Z]+) (\S+) HTTP\/[\d.]+\r?\n/.exec(bytes.subarray(0, 4000).toString('latin1'));
  if (!start) return undefined;
  const text = bytes.toString('latin1');
  const gap = /\r?\n\r?\n/.exec(text);
  const end = gap ? gap.index : text.length;
  const lines = text.slice(start[0].length, end).split(/\r?\n/).filter(Boolean);
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const target = start[2] ?? '/';
  return {
    method: start[1] ?? 'POST',
    url: target.startsWith('/') ? new URL(target, url).href : target,
    headers,
    ...content(bytes.subarray(gap ? gap.index + gap[0].length : bytes.length)),
  };
}

/**
 * Reads a captured request: a JSON file of method, url, headers and rawBody; an HTTP message; or a bare body. `url` is where the source
 * listens. Throws when the file cannot be read.
 */
export function readCaptured(file: string, url: string): CapturedRequest {
  const bytes = readFileSync(file);
  const bare = { method: 'POST', url, headers: { 'content-type': 'application/json' }, ...content(bytes) };
  return fromJson(bytes, url) ?? fromHttp(bytes, url) ?? bare;
}
