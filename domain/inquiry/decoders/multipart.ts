import { Busboy } from '@fastify/busboy';

const limits = { fields: 1000, files: 20, parts: 1000, fieldNameSize: 200, fieldSize: 1024 * 1024 };

/** Anything before the first boundary is no part, even where the line break that should end it is missing. */
function fromFirstBoundary(body: Uint8Array, contentType: string): Uint8Array {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const line = new TextEncoder().encode(`--${boundary?.[1] ?? boundary?.[2] ?? ''}`);
  for (let at = body.indexOf(45); at >= 0; at = body.indexOf(45, at + 1))
    if (line.every((byte, index) => body[at + index] === byte)) return body.subarray(at);
  return body;
}

/**
 * Reads the text parts of a `multipart/form-data` body (RFC 7578); of a file only its name. A part that comes twice is a list.
 * A body that breaks off keeps the parts that were whole. Throws when there is none, or no boundary.
 */
export function decodeMultipart(body: Uint8Array, contentType: string): Promise<unknown> {
  const parts: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const keep = (name: string, value: string): void => {
    const known = parts[name];
    if (known === undefined) parts[name] = value;
    else parts[name] = Array.isArray(known) ? [...(known as string[]), value] : [known, value];
  };
  return new Promise((resolve, reject) => {
    const parser = new Busboy({ headers: { 'content-type': contentType }, limits });
    const finish = (): void => {
      if (Object.keys(parts).length > 0) resolve(parts);
      else reject(new SyntaxError('There is no part in the body.'));
    };
    parser.on('field', (name, value) => keep(name, value));
    parser.on('file', (name, stream, filename) => {
      stream.on('error', () => undefined);
      stream.resume();
      keep(name, filename);
    });
    parser.on('error', finish);
    parser.on('finish', finish);
    parser.end(fromFirstBoundary(body, contentType));
  });
}
