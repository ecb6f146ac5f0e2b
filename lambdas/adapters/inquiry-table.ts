import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import { addressLocks } from './address-locks.ts';
import { documents, partition } from './documents.ts';
import { inquiryCourse } from './inquiry-course.ts';
import { inquiryEntries } from './inquiry-entries.ts';
import { inquiryKey, inquiryPartition, toFile, toInquiry } from './inquiry-items.ts';
import { inquiryLists } from './inquiry-lists.ts';

/** The inquiries in their table: one partition an inquiry, its item last in every sequence of writes (G7). */
export function inquiryTable(table: string, announces = false): Inquiries {
  const items = documents(table);
  const entries = inquiryEntries(items);
  return {
    find: async (id) => {
      const item = await items.get(inquiryKey(id));
      return item && toInquiry(item);
    },
    file: async (id) => toFile(await items.all(partition(inquiryPartition(id)))),

    ...inquiryLists(items),
    ...entries,
    ...inquiryCourse(items, { announces, record: entries.record }),
    ...addressLocks(items),
  };
}
