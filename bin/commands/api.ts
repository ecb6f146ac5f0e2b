const base = (process.env.HEARD_URL ?? 'http://127.0.0.1:4400').replace(/\/$/, '');
const isLocal = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(base);

/** The caller's own token; on this machine one is made. */
async function token(): Promise<string> {
  const own = process.env.HEARD_TOKEN;
  if (own) return own;
  if (!isLocal) throw new Error('Set HEARD_TOKEN to your access token.');
  const reply = await fetch(`${base}/_local/token`, {
    method: 'POST',
    body: JSON.stringify({ role: 'manager' }),
  });
  return ((await reply.json()) as { token: string }).token;
}

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly text?: { readonly contentType: string; readonly content: string };
}

/** Calls the API; throws the problem's own sentence when it refuses. */
export async function api<T>(call: ApiCall): Promise<T> {
  const content = call.text?.content ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const reply = await fetch(base + call.path, {
    method: call.method,
    headers: {
      authorization: `Bearer ${await token()}`,
      'content-type': call.text?.contentType ?? 'application/json',
    },
    ...(content === undefined ? {} : { body: content }),
  }).catch(() => {
    throw new Error(`Nothing answers at ${base}. Is Heard running there? Otherwise set HEARD_URL.`);
  });
  const text = await reply.text();
  const body: unknown = text ? JSON.parse(text) : undefined;
  if (!reply.ok)
    throw new Error((body as { detail?: string } | undefined)?.detail ?? `The API answered ${reply.status}.`);
  return body as T;
}
