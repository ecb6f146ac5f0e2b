import type { Correspondence } from '../../domain/inquiry/correspondence.ts';
import { documents, type Item, partition } from './documents.ts';
import {
  indexed,
  inquiryKey,
  inquiryPartition,
  lockKey,
  messageKey,
  senderKey,
  sendersPk,
  toFile,
} from './inquiry-items.ts';

const goes = ({ sk }: Item): boolean => String(sk).startsWith('message#');

/** What stays of an entry: notes may be about the person, and the channel's id of a message leads to what it said. */
function leftOf({ note, providerId, ...line }: Item): Item | undefined {
  return note === undefined && providerId === undefined ? undefined : line;
}

/** Inquiries by whom they are from, for their erasure. */
export function correspondenceTable(table: string): Correspondence {
  const items = documents(table);
  return {
    ofSenders: async (addressKeys) => {
      const pages = await Promise.all(addressKeys.map((key) => items.all(partition(sendersPk(key)))));
      return [...new Set(pages.flat().map(({ sk }) => String(sk)))];
    },
    file: async (id) => toFile(await items.all(partition(inquiryPartition(id)))),
    release: async (addressKeys, id) => {
      for (const key of addressKeys)
        await items.removeIf(lockKey(key), { expression: 'inquiryId = :id', values: { ':id': id } });
    },
    unlink: async (addressKeys, id) => {
      for (const key of addressKeys) await items.remove(senderKey(key, id));
    },
    empty: ({ id, run, revision }, left) =>
      items.putIf(
        { ...inquiryKey(id), ...left, ...indexed(left), listShard: 'all' },
        {
          expression: '#run = :run AND revision = :revision',
          names: { '#run': 'run' },
          values: { ':run': run, ':revision': revision },
        },
      ),
    forgetMessages: async (id, messageIds) => {
      for (const messageId of messageIds) await items.remove(messageKey(id, messageId));
    },
    forgetWords: async (id) => {
      for (const item of await items.all(partition(inquiryPartition(id)))) {
        const left = leftOf(item);
        if (goes(item)) await items.remove({ pk: String(item.pk), sk: String(item.sk) });
        else if (left) await items.put(left);
      }
    },
  };
}
