import { expect, test } from '@jest/globals';
import type { Correspondence } from '../../domain/inquiry/correspondence.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import { contract } from '../support/contract.ts';
import { memoryTraces } from '../support/memory-traces.ts';
import { oneInquiry } from '../support/one-inquiry.ts';

interface Kept {
  readonly correspondence: Correspondence;
  /** An inquiry that came in by these keys, with one message, `<its id>.0`. */
  readonly arrived: (keys: readonly string[], inquiry: Inquiry, text: string) => Promise<void>;
  readonly holder: (key: string) => Promise<string | undefined>;
}

const plain = (await oneInquiry('what does it cost?')).now();
const inquiry = (id: string, changes: Partial<Inquiry> = {}): Inquiry => ({ ...plain, id, ...changes });

const memory = (): Kept => {
  const { ports, locks, arrived } = memoryTraces(() => undefined);
  return {
    correspondence: ports.correspondence,
    arrived: async (...given) => arrived(...given),
    holder: async (key) => locks.get(key),
  };
};
const adapter = async () => {
  const { inquiryTable } = await import('../../lambdas/adapters/inquiry-table.ts');
  const { correspondenceTable } = await import('../../lambdas/adapters/correspondence-table.ts');
  return (table: string): Kept => {
    const inquiries = inquiryTable(table);
    return {
      correspondence: correspondenceTable(table),
      arrived: async (keys, one, text) => {
        const message: InquiryMessage = {
          id: `${one.id}.0`,
          inquiryId: one.id,
          direction: 'in',
          channel: 'email',
          text,
          at: one.receivedAt,
          state: 'received',
          author: { patient: true },
        };
        await inquiries.create(one);
        await inquiries.addMessage(message);
        await inquiries.beginNotice({
          key: `acknowledgement#${one.id}.0`,
          inquiryId: one.id,
          kind: 'acknowledgement',
          attempt: 1,
          messageId: `${one.id}.0`,
          state: 'sent',
          at: one.receivedAt,
          providerId: `ses-${one.id}`,
        });
        await inquiries.noteSender(keys, one.id);
        for (const key of keys) await inquiries.lockAddress(key, one.id);
      },
      holder: inquiries.addressHolder,
    };
  };
};

contract<Kept>('the correspondence of a person', { table: 'Inquiries', adapter, memory }, (fresh) => {
  const withTwo = async () => {
    const kept = await fresh();
    await kept.arrived(['mail', 'phone'], inquiry('inq_a'), 'it hurts');
    await kept.arrived(['third'], inquiry('inq_b'), 'thanks');
    return kept;
  };
  const textsOf = async ({ correspondence }: Kept, id: string) =>
    (await correspondence.file(id))?.messages.map(({ text }) => text);

  test('is every inquiry that came from an address, each once, until the address leads there no more', async () => {
    const { correspondence } = await withTwo();
    expect(await correspondence.ofSenders(['mail', 'phone', 'third'])).toEqual(['inq_a', 'inq_b']);
    await correspondence.unlink(['mail', 'third', 'unknown'], 'inq_a');
    expect(await correspondence.ofSenders(['mail'])).toEqual([]);
    expect(await correspondence.ofSenders(['phone', 'third'])).toEqual(['inq_a', 'inq_b']);
  });

  test('is released only by the addresses that hold it', async () => {
    const { correspondence, holder } = await withTwo();
    await correspondence.release(['mail', 'third', 'unknown'], 'inq_a');
    expect([await holder('mail'), await holder('phone'), await holder('third')]).toEqual([
      undefined,
      'inq_a',
      'inq_b',
    ]);
  });

  test('is emptied only as it was seen', async () => {
    const { correspondence } = await withTwo();
    const seen = inquiry('inq_a');
    const left = inquiry('inq_a', { contact: {}, revision: seen.revision + 1, erasedAt: seen.receivedAt });
    expect(await correspondence.empty({ ...seen, run: seen.run + 1 }, left)).toBe(false);
    expect(await correspondence.empty({ ...seen, revision: seen.revision + 1 }, left)).toBe(false);
    expect(await correspondence.empty(inquiry('inq_z'), inquiry('inq_z'))).toBe(false);
    expect(await correspondence.empty(seen, left)).toBe(true);
    expect((await correspondence.file('inq_a'))?.inquiry).toEqual(left);
    expect(await correspondence.file('inq_z')).toBeUndefined();
  });

  test('loses the messages that are named, or all of them, and no others', async () => {
    const kept = await withTwo();
    await kept.correspondence.forgetMessages('inq_a', ['inq_b.0', 'inq_a.9']);
    expect(await textsOf(kept, 'inq_a')).toEqual(['it hurts']);
    await kept.correspondence.forgetMessages('inq_a', ['inq_a.0']);
    expect([await textsOf(kept, 'inq_a'), await textsOf(kept, 'inq_b')]).toEqual([[], ['thanks']]);
    await kept.correspondence.forgetWords('inq_b');
    const left = await kept.correspondence.file('inq_b');
    expect(left).toMatchObject({ messages: [], notices: [{ kind: 'acknowledgement', state: 'sent' }] });
    // Who was told, and when, is what an emergency has to show; the channel's id would lead to the words.
    expect(left?.notices[0]).not.toHaveProperty('providerId');
  });
});
