import type { PastContact, Suppression, SuppressionReason } from '../../domain/consent/question.ts';
import { pausedSince } from '../../domain/consent/soft-bounces.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { type Documents, type Item, partition } from './documents.ts';
import { answeredPk, contactedPk, suppressedPk } from './outreach-items.ts';

type Addresses = Pick<
  Outreach,
  | 'noteContact'
  | 'contactsOf'
  | 'suppress'
  | 'liftSuppression'
  | 'noteSoftBounce'
  | 'suppressions'
  | 'beginAnswer'
  | 'answersTo'
>;

const dayMilliseconds = 86_400_000;
/** A contact of a number counts for 31 days; then the table forgets it. */
const keptDays = 40;

function suppressionsIn(items: readonly Item[], address: Suppression['address']): readonly Suppression[] {
  const soft = items.filter(({ sk }) => String(sk).startsWith('soft-bounce#')).map(({ at }) => String(at));
  const paused = pausedSince(soft);
  return [
    ...items
      .filter(({ reason, liftedAt }) => reason !== undefined && liftedAt === undefined)
      .map(({ reason, at }) => ({ address, reason: reason as SuppressionReason, at: String(at) })),
    ...(paused ? [{ address, reason: 'soft-bounces' as const, at: paused }] : []),
  ];
}

/** What happened to addresses, each under a keyed hash: one partition an address. */
export const addressItems = (items: Documents): Addresses => ({
  suppress: async (addressKey, reason, at) => {
    const item = { pk: suppressedPk(addressKey), sk: reason, reason, at };
    // The newest counts: what was agreed to in between does not outlive it.
    const newer = {
      expression:
        'attribute_not_exists(pk) OR (#at < :at AND (attribute_not_exists(liftedAt) OR liftedAt < :at))',
      names: { '#at': 'at' },
      values: { ':at': at },
    };
    await items.putIf(item, newer);
  },
  liftSuppression: async (addressKey, reason, { at, by }) => {
    const item = await items.get({ pk: suppressedPk(addressKey), sk: reason });
    if (!item || item.liftedAt !== undefined) return;
    const same = { expression: '#at = :at', names: { '#at': 'at' }, values: { ':at': item.at } };
    const key = { pk: suppressedPk(addressKey), sk: reason };
    await items.putIf({ ...item, ...key, liftedAt: at, liftedBy: by }, same);
  },
  beginAnswer: (addressKey, { key, at }) => items.putIf({ pk: answeredPk(addressKey), sk: key, key, at }),
  answersTo: async (addressKey) =>
    (await items.all(partition(answeredPk(addressKey)))).map(({ key, at }) => ({
      key: String(key),
      at: String(at),
    })),
  noteSoftBounce: async (addressKey, eventId, at) => {
    await items.putIf({ pk: suppressedPk(addressKey), sk: `soft-bounce#${eventId}`, at });
  },
  suppressions: async (addressKey, address) =>
    suppressionsIn(await items.all(partition(suppressedPk(addressKey))), address),
  noteContact: (addressKey, { touchId, at, channel, purpose, aftercare }) =>
    items.put({
      pk: contactedPk(addressKey),
      sk: `${at.slice(0, 10)}#${touchId}`,
      touchId,
      at,
      channel,
      purpose,
      ...(aftercare ? { aftercare } : {}),
      expiresAt: Math.floor(Date.parse(at) / 1000) + keptDays * (dayMilliseconds / 1000),
    }),
  contactsOf: async (addressKey, since, exceptPatients) => {
    const found = await items.all({
      KeyConditionExpression: 'pk = :pk AND sk >= :since',
      ExpressionAttributeValues: { ':pk': contactedPk(addressKey), ':since': since.slice(0, 10) },
      ConsistentRead: true,
    });
    return found
      .filter(({ touchId }) => !exceptPatients.some((id) => String(touchId).startsWith(`${id}.`)))
      .map(
        ({ at, channel, purpose, aftercare }) =>
          ({ at, channel, purpose, ...(aftercare ? { aftercare } : {}) }) as PastContact,
      );
  },
});
