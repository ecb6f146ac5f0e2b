import { createHash, randomInt } from 'node:crypto';
import type { Fingerprint } from '../../domain/campaign/campaign.ts';
import { newCode } from '../../domain/campaign/offer.ts';
import type { RecallWords } from '../../domain/message/recall-words.ts';

/** The hash of what a campaign says: its content and the wording of its template on every channel, and in the frame around it. */
export const fingerprintOf =
  ({ frame, ...sets }: RecallWords): Fingerprint =>
  (content) => {
    const { template } = content;
    const wording = [frame, ...Object.values(sets).map((set) => set[template] ?? null)];
    return createHash('sha256')
      .update(JSON.stringify([sorted(content), wording]))
      .digest('hex')
      .slice(0, 32);
  };

/** The same content gives the same text, in whatever order its fields were stored. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, sorted(field)]);
}

/** A code that nobody can guess. */
export const randomCode = (): string => newCode((below) => randomInt(below));
