import qs from 'qs';

/** A request as its fields are read from: the decoded body, and the kept headers. */
export interface Decoded {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Decodes a body (text) as its source sends it. Throws when it is not what the source said. */
export function decode(kind: 'json' | 'urlencoded', body: string): unknown {
  if (kind === 'json') return JSON.parse(body) as unknown;
  return qs.parse(body, {
    plainObjects: true,
    depth: 6,
    parameterLimit: 1000,
    arrayLimit: 100,
    strictDepth: false,
    throwOnLimitExceeded: false,
  });
}
