import type { SeenVersions, Versions } from '../../domain/audit/configuration.ts';
import type { KeptDay, KeptDays } from '../../domain/audit/kept-trail.ts';
import type { Review, Reviews, SignOff } from '../../domain/audit/review.ts';
import type { SignIns } from '../../domain/practice/audit.ts';
import { documents, type Item, pageOf } from './documents.ts';

const daysPk = 'audit-days';
const reviewsPk = 'audit-reviews';
const reviewKey = (month: string) => ({ pk: reviewsPk, sk: month });
const versionsKey = { pk: 'configuration', sk: 'versions' };

function bare<T>(item: Item): T {
  const { pk, sk, ...rest } = item;
  void [pk, sk];
  return rest as T;
}

/** Which days of the trail were written to the bucket. */
export function keptDays(table: string): KeptDays {
  const items = documents(table);
  const end = async (isNewest: boolean): Promise<KeptDay | undefined> => {
    const { items: found } = await items.page({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': daysPk },
      ScanIndexForward: !isNewest,
      Limit: 1,
      ConsistentRead: true,
    });
    return found[0] && bare<KeptDay>(found[0]);
  };
  return {
    oldest: () => end(false),
    newest: () => end(true),
    between: async (from, until) => {
      const found = await items.all({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :until',
        ExpressionAttributeValues: { ':pk': daysPk, ':from': from, ':until': until },
        ConsistentRead: true,
      });
      return found.map((item) => bare<KeptDay>(item));
    },
    keep: async (day) => {
      await items.putIf({ pk: daysPk, sk: day.day, ...day });
    },
  };
}

/** The monthly reviews, an item each. */
export function auditReviews(table: string): Reviews {
  const items = documents(table);
  return {
    find: async (month) => {
      const item = await items.get(reviewKey(month));
      return item && bare<Review>(item);
    },
    list: ({ cursor, limit }) =>
      pageOf(
        items,
        {
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': reviewsPk },
          ScanIndexForward: false,
          Limit: limit,
        },
        cursor,
        (item) => bare<Review>(item),
      ),
    add: async (review) => {
      await items.putIf({ ...reviewKey(review.month), ...review });
    },
    noteTold: async (month, at) => {
      await items.updateIf(reviewKey(month), { toldAt: at }, { expression: 'attribute_exists(pk)' });
    },
    sign: async (month, signed: SignOff) =>
      (await items.updateIf(
        reviewKey(month),
        { signed },
        {
          expression: 'attribute_exists(pk) AND attribute_not_exists(#signed)',
          names: { '#signed': 'signed' },
        },
      )) !== undefined,
  };
}

/** The configuration that was noted last. */
export function seenVersions(table: string): SeenVersions {
  const items = documents(table);
  return {
    current: async () => (await items.get(versionsKey))?.versions as Versions | undefined,
    keep: (versions, at) => items.put({ ...versionsKey, versions, at }),
  };
}

const mostKnown = 1000;

/** Sign-ins whose first request has come, until nobody can use them any more. */
export function signIns(table: string): SignIns {
  const items = documents(table);
  // So that one request of many asks the table.
  const known = new Set<string>();
  return {
    begin: async (session, until) => {
      if (known.has(session)) return false;
      const isFirst = await items.putIf({
        pk: `session#${session}`,
        sk: 'session',
        expiresAt: Math.ceil(Date.parse(until) / 1000),
      });
      // Only now: of a write that failed, the next request tries again.
      if (known.size >= mostKnown) known.clear();
      known.add(session);
      return isFirst;
    },
  };
}
