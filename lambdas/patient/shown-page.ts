import { createHash } from 'node:crypto';
import { type SwitchedChannel, switchedChannels } from '../../domain/consent/preference-change.ts';
import { readLink, signLink } from '../kit/signed-link.ts';

/** A page of preferences as it was shown. */
export interface ShownPage {
  readonly patientId: string;
  /** Makes two sendings of the same page the same. */
  readonly once: string;
  /** Boxes that were ticked when it was shown. */
  readonly on: ReadonlySet<SwitchedChannel>;
}

/** An older page is shown again instead of being taken at its word. */
const validMilliseconds = 24 * 3_600_000;

/** Stands for the words beside the boxes: the language, the brand, the number and the version are in it. */
const hashOf = (wordings: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(JSON.stringify(wordings)).digest('base64url').slice(0, 22);

/** What a page carries with it, so that what comes back can be read as the answer to what was shown. */
export function signPage(
  key: string,
  { patientId, once, on }: ShownPage,
  wordings: Readonly<Record<string, string>>,
  now: string,
): string {
  const ticked = switchedChannels.filter((channel) => on.has(channel)).join('+');
  return signLink(key, {
    purpose: 'shown',
    subject: `${once} ${ticked}`,
    person: patientId,
    address: hashOf(wordings),
    expiresAt: new Date(Date.parse(now) + validMilliseconds).toISOString(),
  });
}

/** The page that a token stands for: of this patient, not a day old, and with these very words; otherwise undefined. */
export function readPage(
  key: string,
  token: string,
  patientId: string,
  wordings: Readonly<Record<string, string>>,
  now: string,
): ShownPage | undefined {
  const claims = readLink(key, token, 'shown', now);
  if (!claims || claims.person !== patientId || claims.address !== hashOf(wordings)) return undefined;
  const [once = '', ticked = ''] = claims.subject.split(' ');
  const shown = ticked.split('+');
  return { patientId, once, on: new Set(switchedChannels.filter((channel) => shown.includes(channel))) };
}
