import type { StaffCodes } from '../../domain/inquiry/staff-text.ts';
import { documents } from './documents.ts';

const first = 10;
const last = 9999;
const keptMilliseconds = 30 * 86_400_000;
const tries = 20;
/** The counter itself must outlive every code: epoch seconds of the year 2100. */
const never = 4_102_444_800;

const partition = (staff: string): string => `codes#${staff}`;
const codeKey = (staff: string, code: number) => ({ pk: partition(staff), sk: `code#${code}` });
const inquiryKey = (staff: string, inquiryId: string) => ({
  pk: partition(staff),
  sk: `inquiry#${inquiryId}`,
});

/** Codes of the staff, beside the inquiries that they name. */
export function staffCodes(table: string): StaffCodes {
  const items = documents(table);
  const isFresh = (at: unknown, now: string): boolean =>
    Date.parse(now) - Date.parse(String(at)) < keptMilliseconds;

  async function next(staff: string, now: string): Promise<number> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const count = await items.count({ pk: partition(staff), sk: 'counter' }, never);
      const code = first + ((count - 1) % (last - first + 1));
      const used = await items.get(codeKey(staff, code));
      if (!used || !isFresh(used.at, now)) return code;
    }
    throw new Error('Every code of this member of the staff was used within 30 days.');
  }

  return {
    codeFor: async (staff, inquiryId, saw, now) => {
      const known = await items.get(inquiryKey(staff, inquiryId));
      const code = known && isFresh(known.at, now) ? Number(known.code) : await next(staff, now);
      await items.put({ ...inquiryKey(staff, inquiryId), code, at: now });
      await items.put({ ...codeKey(staff, code), inquiryId, saw, at: now });
      return code;
    },
    alerted: async (staff, code, now) => {
      const item = await items.get(codeKey(staff, code));
      return item && isFresh(item.at, now)
        ? { inquiryId: String(item.inquiryId), saw: Number(item.saw) }
        : undefined;
    },
  };
}
