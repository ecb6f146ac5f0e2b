import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One recorded request of a sender; the people and secrets in it are invented. */
export interface SenderFixture {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  readonly secret: string;
  readonly signedAt?: number;
  readonly idempotencyKey: { readonly value: string | null };
  readonly expect: Readonly<Record<string, string>>;
  /** The source its URL names. */
  readonly source: string;
}

const names = ['typeform', 'gravity-forms', 'elementor-pro', 'elementor-pro-advanced', 'standard-webhooks'];

function read(name: string): SenderFixture {
  const file = join(import.meta.dirname, '../fixtures/senders', `${name}.json`);
  const fixture = JSON.parse(readFileSync(file, 'utf8')) as Omit<SenderFixture, 'source'>;
  return { ...fixture, source: new URL(fixture.url).pathname.split('/').at(-1) ?? '' };
}

export const fixtures: readonly SenderFixture[] = names.map(read);
