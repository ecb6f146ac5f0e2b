import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import type { Notice } from '../../domain/inquiry/notice.ts';
import type { ErasePorts } from '../../domain/patient/erase.ts';

/** Inquiries, footprints of recall and files, in memory; each write goes through `wrote`, which may cut it off. */
export function memoryTraces(wrote: () => void) {
  const inquiries = new Map<string, InquiryFile>();
  const senders = new Map<string, Set<string>>();
  const locks = new Map<string, string>();
  const files = new Set<string>();
  const deliveries = new Map<string, string>();
  const footprints = new Map<string, readonly string[]>();
  const batches = new Map<string, readonly string[]>();

  const ports: Omit<ErasePorts, 'patients' | 'contactKeys' | 'suppress' | 'addTask' | 'practice'> = {
    senderKeys: async ({ email, phone, account }) => [
      ...[email, phone].flatMap((address) => (address ? [`key-${address.length}`] : [])),
      ...(account ? [`account-${account.person}`] : []),
    ],
    letterKeys: (batch) => [`${batch}.pdf`],
    removeFiles: async (keys) => {
      for (const key of keys) {
        wrote();
        files.delete(key);
      }
    },
    forgetDelivery: async (id) => {
      wrote();
      deliveries.set(id, '');
    },
    correspondence: {
      ofSenders: async (keys) => [...new Set(keys.flatMap((key) => [...(senders.get(key) ?? [])]))],
      file: async (id) => inquiries.get(id),
      release: async (keys, id) => {
        for (const key of keys) {
          wrote();
          if (locks.get(key) === id) locks.delete(key);
        }
      },
      unlink: async (keys, id) => {
        for (const key of keys) {
          wrote();
          senders.get(key)?.delete(id);
        }
      },
      empty: async ({ id, run, revision }, left) => {
        wrote();
        const file = inquiries.get(id);
        if (file?.inquiry.run !== run || file.inquiry.revision !== revision) return false;
        inquiries.set(id, { ...file, inquiry: left });
        return true;
      },
      forgetWords: async (id) => {
        wrote();
        const file = inquiries.get(id);
        const kept = file?.notices.map(({ providerId: _gone, ...notice }) => notice) ?? [];
        if (file) inquiries.set(id, { ...file, messages: [], notices: kept });
      },
      forgetMessages: async (id, messageIds) => {
        wrote();
        const file = inquiries.get(id);
        if (!file) return;
        const messages = file.messages.filter((message) => !messageIds.includes(message.id));
        inquiries.set(id, { ...file, messages });
      },
    },
    footprints: {
      batchesOf: async (patientId) =>
        [...batches].filter(([, people]) => people.includes(patientId)).map(([id]) => id),
      leaveBatch: async (id, patientId) => {
        wrote();
        batches.set(
          id,
          (batches.get(id) ?? []).filter((one) => one !== patientId),
        );
      },
      forget: async (patientId) => {
        wrote();
        footprints.delete(patientId);
      },
    },
  };

  /** An inquiry that came in by these keys, answered and closed, with a file, a raw mail and a raw request. */
  function arrived(keys: readonly string[], inquiry: Inquiry, text: string): void {
    const { id } = inquiry;
    const message: InquiryMessage = {
      id: `${id}.0`,
      inquiryId: id,
      direction: 'in',
      channel: 'email',
      text,
      at: inquiry.receivedAt,
      state: 'received',
      author: { patient: true },
      attachments: [{ name: 'face.jpg', type: 'image/jpeg', bytes: 1, key: `attachments/${id}` }],
      mailKey: `in/${id}`,
      deliveryId: `del-${id}`,
    };
    const notice: Notice = {
      key: `acknowledgement#${id}.0`,
      inquiryId: id,
      kind: 'acknowledgement',
      attempt: 1,
      messageId: `${id}.0`,
      state: 'sent',
      at: inquiry.receivedAt,
      providerId: `ses-${id}`,
    };
    inquiries.set(id, { inquiry, messages: [message], notices: [notice] });
    for (const key of keys) {
      senders.set(key, new Set([...(senders.get(key) ?? []), id]));
      locks.set(key, id);
    }
    files.add(`attachments/${id}`).add(`in/${id}`);
    deliveries.set(`del-${id}`, text);
  }
  return { ports, inquiries, senders, locks, files, deliveries, footprints, batches, arrived };
}
