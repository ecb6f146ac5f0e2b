import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { asking } from './time-limits.ts';

const client = new SecretsManagerClient(asking);

/** One secret's value. Throws when there is none. */
export async function readSecret(arn: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (!SecretString) throw new Error('The secret is empty: set it before the function starts.');
  return SecretString;
}

/** A secret that is read when it is first needed, and kept while the function lives. */
export function secret(arn: string): () => Promise<string> {
  let value: Promise<string> | undefined;
  return () => {
    value ??= readSecret(arn).catch((error: unknown) => {
      value = undefined;
      throw error;
    });
    return value;
  };
}

type BySource = Readonly<Record<string, readonly string[]>>;

const parsed = (text: string): BySource => JSON.parse(text) as BySource;

/** Read anew at most this often. */
const freshMilliseconds = 1000;

export interface SourceSecrets {
  /** The live secrets of a source, newest first; two while one is being replaced. */
  of(source: string): Promise<readonly string[]>;
  /** The same, read anew. */
  fresh(source: string): Promise<readonly string[]>;
  /** Makes `value` the newest; the one before stays live, older ones end. */
  set(source: string, value: string): Promise<void>;
}

export function sourceSecrets(arn: string): SourceSecrets {
  let known: Promise<BySource> | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;
  const load = (): Promise<BySource> => {
    loadedAt = performance.now();
    known = readSecret(arn).then(parsed);
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  return {
    of: async (source) => (await (known ?? load()))[source] ?? [],
    fresh: async (source) => {
      // Forged requests must not become as many reads of the store.
      const isOld = performance.now() - loadedAt > freshMilliseconds;
      return (await (known === undefined || isOld ? load() : known))[source] ?? [];
    },
    set: async (source, value) => {
      const all = await load();
      const [newest] = all[source] ?? [];
      const next = { ...all, [source]: newest === undefined || newest === value ? [value] : [value, newest] };
      await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: JSON.stringify(next) }));
      known = undefined;
    },
  };
}
