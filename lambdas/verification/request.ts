import type { Decoded } from '../../domain/inquiry/decode.ts';
import type { Source } from '../../domain/practice/source.ts';
import { bodyBytes, type HttpEvent } from '../kit/http.ts';
import type { Signed } from './signed.ts';

/** A request to a source, with what it takes to verify, to identify and to store it. */
export interface Request {
  readonly source: Source;
  readonly body: Buffer;
  readonly contentType: string;
  readonly signed: Signed;
  /** Headers and parameters that are kept with the delivery, and the rest of its path. */
  readonly kept: {
    readonly headers: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, string>>;
    readonly path: string;
  };
  /** The body as its source says it is to be read; undefined when it cannot be. */
  readonly decoded: () => Promise<Decoded | undefined>;
}

const longestValue = 2000;

function chosen(
  names: readonly string[],
  from: (name: string) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from(name)?.slice(0, longestValue);
      return value ? [[name, value]] : [];
    }),
  );
}

/** Decodes once at most, and only when somebody asks. */
function decoding(source: Source, body: Buffer, contentType: string, kept: Request['kept']) {
  let known: Promise<Decoded | undefined> | undefined;
  const work = async (): Promise<Decoded | undefined> => {
    try {
      const { decode } = await import('../../domain/inquiry/decode.ts');
      return await decode(source, { body, contentType, ...kept });
    } catch {
      // A body that cannot be read is stored under its hash and goes to the review queue.
      return undefined;
    }
  };
  return (): Promise<Decoded | undefined> => {
    known ??= work();
    return known;
  };
}

async function fieldOf(decoded: Decoded | undefined, path: string): Promise<string> {
  const { readAt } = await import('../../domain/inquiry/field-path.ts');
  const value = readAt(decoded?.body, path)[0]?.value;
  return typeof value === 'string' ? value : '';
}

/** A message of a topic as a request: there is nothing of HTTP in it. */
export function requestOf(
  source: Source,
  body: Buffer,
  contentType: string,
): Pick<Request, 'source' | 'body' | 'kept' | 'decoded'> {
  const kept = { headers: {}, query: {}, path: '' };
  return { source, body, kept, decoded: decoding(source, body, contentType, kept) };
}

/** Reads what came over HTTP. `publicUrl` is the origin that senders know: the `Host` of a request proves nothing. */
export function readRequest(source: Source, event: HttpEvent, publicUrl: string): Request {
  const body = bodyBytes(event);
  const contentType = (event.headers['content-type'] ?? '').slice(0, 200);
  const query = new URLSearchParams(event.rawQueryString);
  const kept = {
    headers: chosen(source.keepHeaders ?? [], (name) => event.headers[name]),
    query: chosen(source.keepQuery ?? [], (name) => query.get(name) ?? undefined),
    path: (event.pathParameters?.proxy ?? '').slice(0, 100),
  };
  const decoded = decoding(source, body, contentType, kept);
  return {
    source,
    body,
    contentType,
    kept,
    decoded,
    signed: {
      method: event.requestContext.http.method,
      url: `${publicUrl}${event.rawPath}${event.rawQueryString ? `?${event.rawQueryString}` : ''}`,
      headers: event.headers,
      query,
      body,
      field: async (path) => fieldOf(await decoded(), path),
    },
  };
}
