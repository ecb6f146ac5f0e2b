import { type Deliveries, type Delivery, nextRun } from '../../domain/inquiry/delivery.ts';
import { documents, type Item } from './documents.ts';

const keptDays = 90;
const expiry = (from: string): number => Math.floor(Date.parse(from) / 1000) + keptDays * 86_400;
/** An item holds 400 kB; longer bodies are kept in parts beside it (docs/decisions/009). */
const partLength = 120_000;

const partKey = (id: string, index: number) => ({ pk: `${id}#part${index}` });

function split(body: string): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from < body.length; from += partLength) parts.push(body.slice(from, from + partLength));
  return parts;
}

function toDelivery(item: Item, body: string): Delivery {
  const { pk, unregistered, expiresAt, parts, ...rest } = item;
  void [unregistered, expiresAt, parts];
  return { ...(rest as unknown as Delivery), id: String(pk), body };
}

/** The raw requests in their table. */
export function deliveryTable(table: string): Deliveries {
  const items = documents(table);

  async function bodyOf(id: string, item: Item): Promise<string> {
    const count = Number(item.parts ?? 0);
    if (count === 0) return String(item.body ?? '');
    const found: string[] = [];
    for (let index = 0; index < count; index += 1)
      found.push(String((await items.get(partKey(id, index)))?.body ?? ''));
    return found.join('');
  }

  return {
    store: async (delivery) => {
      const { id, body, ...rest } = delivery;
      const expiresAt = expiry(delivery.receivedAt);
      const parts = body.length > partLength ? split(body) : [];
      for (const [index, part] of parts.entries())
        await items.put({ ...partKey(id, index), body: part, expiresAt });
      const kept = parts.length > 0 ? { parts: parts.length } : { body };
      if (await items.putIf({ pk: id, ...rest, ...kept, unregistered: 'yes', expiresAt }))
        return { stored: true, registered: false, receivedAt: delivery.receivedAt };
      const known = await items.get({ pk: id });
      return {
        stored: false,
        registered: known?.registeredAt !== undefined,
        receivedAt: String(known?.receivedAt ?? delivery.receivedAt),
      };
    },
    receivedAt: async (id) => {
      const known = await items.get({ pk: id });
      return known && { receivedAt: String(known.receivedAt), registered: known.registeredAt !== undefined };
    },
    count: (of, minute) =>
      items.count({ pk: `rate#${of}#${minute}` }, Math.floor(Date.parse(`${minute}:00Z`) / 1000) + 86_400),
    find: async (id) => {
      const item = await items.get({ pk: id });
      return item && toDelivery(item, await bodyOf(id, item));
    },
    settle: async (id, outcome) => {
      await items.updateIf(
        { pk: id },
        { ...outcome, unregistered: undefined },
        { expression: 'attribute_exists(pk)' },
      );
    },
    noteInquiries: async (id, inquiryIds) => {
      await items.updateIf({ pk: id }, { inquiryIds }, { expression: 'attribute_exists(unregistered)' });
    },
    remember: async (id, { source, registeredAt, inquiryId }) => {
      const item = { pk: id, schema: 1, source, registeredAt, inquiryIds: [inquiryId], body: '' };
      await items.putIf({ ...item, receivedAt: registeredAt, expiresAt: expiry(registeredAt) });
    },
    forget: async (id) => {
      const item = await items.get({ pk: id });
      for (let index = 0; index < Number(item?.parts ?? 0); index += 1)
        await items.remove(partKey(id, index));
      await items.updateIf(
        { pk: id },
        { body: '', headers: {}, query: undefined, path: undefined, parts: undefined },
        { expression: 'attribute_exists(pk)' },
      );
    },
    unregistered: async (before) => {
      const found = await items.all({
        IndexName: 'unregistered',
        KeyConditionExpression: 'unregistered = :yes AND receivedAt < :before',
        ExpressionAttributeValues: { ':yes': 'yes', ':before': before },
      });
      return found.map(({ pk, receivedAt }) => ({ id: String(pk), receivedAt: String(receivedAt) }));
    },
    takeOver: async (id, now) => {
      const item = await items.get({ pk: id });
      const run = item && nextRun(item as unknown as Delivery, now);
      if (run === undefined) return undefined;
      const condition =
        item?.registrationRun === undefined
          ? { expression: 'attribute_exists(unregistered) AND attribute_not_exists(registrationRun)' }
          : {
              expression: 'attribute_exists(unregistered) AND registrationRun = :last',
              values: { ':last': item.registrationRun },
            };
      const begun = await items.updateIf(
        { pk: id },
        { registrationRun: run, registrationAt: now },
        condition,
      );
      return begun && run;
    },
  };
}
