import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import type { Documents } from './documents.ts';
import { inquiryKey, lockKey, senderKey, toInquiry } from './inquiry-items.ts';

/** Which inquiry an address has: the lock for one open inquiry per address (G6), and from where messages came. */
export const addressLocks = (
  items: Documents,
): Pick<Inquiries, 'lockAddress' | 'noteSender' | 'addressHolder' | 'ofAddresses' | 'moveLock'> => ({
  lockAddress: async (addressKey, inquiryId) => {
    if (await items.putIf({ ...lockKey(addressKey), inquiryId })) return inquiryId;
    const held = await items.get(lockKey(addressKey));
    return String(held?.inquiryId ?? inquiryId);
  },
  noteSender: async (addressKeys, inquiryId) => {
    for (const key of addressKeys) await items.put({ ...senderKey(key, inquiryId), inquiryId });
  },
  addressHolder: async (addressKey) => {
    const held = await items.get(lockKey(addressKey));
    return held && String(held.inquiryId);
  },

  ofAddresses: async (addressKeys) => {
    const locks = await Promise.all(addressKeys.map((key) => items.get(lockKey(key))));
    const ids = [...new Set(locks.flatMap((lock) => (lock ? [String(lock.inquiryId)] : [])))];
    const found = await Promise.all(ids.map((id) => items.get(inquiryKey(id))));
    const closed = locks.flatMap((lock) => (lock?.caseClosedAt ? [String(lock.caseClosedAt)] : []));
    const caseClosedAt = closed.sort().at(-1);
    return {
      inquiries: found.flatMap((item) => (item ? [toInquiry(item)] : [])),
      ...(caseClosedAt ? { caseClosedAt } : {}),
    };
  },
  moveLock: async (addressKey, from, to, caseClosedAt) =>
    (await items.updateIf(
      lockKey(addressKey),
      { inquiryId: to, ...(caseClosedAt ? { caseClosedAt } : {}) },
      { expression: 'inquiryId = :from', values: { ':from': from } },
    )) !== undefined,
});
