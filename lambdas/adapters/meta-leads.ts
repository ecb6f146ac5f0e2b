import { graphVersion, pageToken } from './page-token.ts';
import type { SourceSecrets } from './secret-store.ts';

const timeoutMilliseconds = 8000;

/** Leads of Meta's advertisements, which its webhook only names (https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving). */
export const metaLeads = (graphUrl: string, secrets: Pick<SourceSecrets, 'of' | 'fresh'>) => ({
  /** What a person filled in; undefined when Meta says that there is no such lead, or that the token may not see it. */
  find: async (source: string, id: string): Promise<unknown> => {
    const token = await pageToken(secrets, source);
    if (!token) return undefined;
    const fields = 'id,created_time,field_data,form_id';
    const reply = await fetch(`${graphUrl}/${graphVersion}/${encodeURIComponent(id)}?fields=${fields}`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    if (reply.status >= 400 && reply.status < 500 && reply.status !== 429) return undefined;
    if (!reply.ok) throw new Error(`Meta answered ${reply.status}.`);
    return reply.json();
  },
});
