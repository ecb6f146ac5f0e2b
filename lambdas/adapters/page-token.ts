import { secretName } from '../../domain/practice/secret-names.ts';
import type { SourceSecrets } from './secret-store.ts';

/** Version of Meta's Graph API that is spoken. */
export const graphVersion = 'v23.0';

/** The token with which a source's page may be read and written; undefined when none is set, or none that could stand in a header. */
export async function pageToken(
  secrets: Pick<SourceSecrets, 'of' | 'fresh'>,
  source: string,
): Promise<string | undefined> {
  const name = secretName(source, 'token');
  const token = (await secrets.of(name))[0] ?? (await secrets.fresh(name))[0];
  return token && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
