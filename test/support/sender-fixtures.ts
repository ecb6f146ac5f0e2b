import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One recorded request of a sender; the people and secrets in it are invented. */
export interface SenderFixture {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  readonly secret: string;
  /** The certificate that stands in for the one at SigningCertURL. */
  readonly certPem?: string;
  readonly signedAt?: number;
  readonly signature: {
    readonly scheme: string;
    readonly header?: string;
    readonly tolerance?: string | null;
  };
  readonly idempotencyKey?: { readonly value: string | null };
  readonly expect?: Readonly<Record<string, string>>;
  readonly expectedResponse?: {
    readonly status: number;
    readonly contentType: string;
    readonly body: string;
  };
  /** The source its URL names, and what stands behind it in the path. */
  readonly source: string;
  readonly path: string;
}

const folder = join(import.meta.dirname, '../fixtures/senders');

function read(file: string): SenderFixture {
  const fixture = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<
    SenderFixture,
    'source' | 'path'
  >;
  const [source = '', ...rest] = new URL(fixture.url).pathname.split('/').slice(3);
  return { ...fixture, source, path: rest.join('/') };
}

/** Every recorded request. */
export const recorded: readonly SenderFixture[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map(read);

/** Those that bring a message of a person, which is all but the handshakes. */
export const fixtures: readonly SenderFixture[] = recorded.filter(
  ({ name }) => name !== 'meta-verification-get' && name !== 'sns-subscription-confirmation',
);

export function fixtureOf(name: string): SenderFixture {
  const found = recorded.find((fixture) => fixture.name === name);
  if (!found) throw new Error(`There is no fixture ${name}.`);
  return found;
}
