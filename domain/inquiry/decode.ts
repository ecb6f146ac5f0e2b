import type { DecoderName, Source } from '../practice/source.ts';
import { readAt, setAt } from './field-path.ts';

/** A request to be decoded: its bytes as they came, and what kept of the rest. */
export interface RawRequest {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** What stands behind the source in the path of its URL. */
  readonly path?: string | undefined;
}

/** A request as its fields are read from: the decoded body, and what was kept of the rest. */
export interface Decoded {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly path: string;
}

const charsetOf = (contentType: string): string =>
  /;\s*charset="?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';

/** A body as text, in the character set its content type names; UTF-8 where that is none. */
export function bodyText(body: Uint8Array, contentType: string): string {
  const charset = charsetOf(contentType);
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

function kindOf(contentType: string): Exclude<DecoderName, 'auto'> {
  if (/urlencoded/i.test(contentType)) return 'urlencoded';
  return /multipart\/form-data/i.test(contentType) ? 'multipart' : 'json';
}

// Each decoder is loaded when a source first needs it: the intake function starts with none.
async function decodeAs(kind: DecoderName, request: RawRequest): Promise<unknown> {
  const { body, contentType } = request;
  const text = (): string => bodyText(body, contentType);
  switch (kind) {
    case 'json':
      return (await import('./decoders/json.ts')).decodeJson(text());
    case 'urlencoded':
      return (await import('./decoders/urlencoded.ts')).decodeUrlencoded(text(), charsetOf(contentType));
    case 'multipart':
      return (await import('./decoders/multipart.ts')).decodeMultipart(body, contentType);
    case 'jwt':
      return (await import('./decoders/jwt.ts')).decodeToken(text());
    case 'sns':
      return (await import('./decoders/sns.ts')).decodeSns(text());
    case 'email':
      return (await import('./decoders/email.ts')).decodeEmail(body);
    case 'auto':
      return decodeAs(kindOf(contentType), request);
  }
}

async function parseInPlace(body: unknown, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const { decodeJson } = await import('./decoders/json.ts');
  for (const path of paths)
    for (const place of readAt(body, path))
      if (typeof place.value === 'string' && place.value !== '')
        setAt(body, place.path, decodeJson(place.value));
}

/** Decodes a request as its source sends it. Throws when it is not what the source said. */
export async function decode(
  source: Pick<Source, 'decoder' | 'parseJson'>,
  request: RawRequest,
): Promise<Decoded> {
  const body = await decodeAs(source.decoder, request);
  await parseInPlace(body, source.parseJson ?? []);
  return { body, headers: request.headers, query: request.query ?? {}, path: request.path ?? '' };
}
