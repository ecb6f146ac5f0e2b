/** Who calls which service, as the request's signature says; the signature itself is not checked on one machine. */
export interface Signed {
  readonly caller: string;
  readonly service: string;
}

const header = /Credential=([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/;

export function signedBy(headers: Readonly<Record<string, string>>, path: string): Signed | undefined {
  const query = /[?&]X-Amz-Credential=([^&]+)/.exec(path)?.[1];
  const found = header.exec(
    headers.authorization ?? (query ? `Credential=${decodeURIComponent(query)}` : ''),
  );
  return found?.[1] && found[2] ? { caller: found[1], service: found[2] } : undefined;
}

/** The operation's name: a target header, an Action parameter, or for REST services the method and the shape of the path. */
export function operationOf(
  service: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): string {
  const target = headers['x-amz-target']?.split('.').at(-1);
  if (target) return target;
  if (service === 'ses' && path.startsWith('/v2/email/outbound-emails')) return 'SendEmail';
  if (service === 'ses' && path.startsWith('/v2/email/account')) return 'GetAccount';
  if (service === 'connect' && path.startsWith('/contact/outbound-voice')) return 'StartOutboundVoiceContact';
  if (service === 's3') {
    const verb = { PUT: 'Put', GET: 'Get', DELETE: 'Delete', HEAD: 'Head', POST: 'Post' }[method] ?? method;
    return `${verb}Object`;
  }
  return new URLSearchParams(body.toString()).get('Action') ?? `${method} ${path.split('?')[0]}`;
}
