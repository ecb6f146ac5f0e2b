import { describe, expect, test } from '@jest/globals';
import { messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { tell } from '../../../domain/inquiry/tell.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { assess, downtown, fridayMorning, rules } from '../../support/lakeside.ts';

const text = 'my lip turned white and it hurts';
const came = messageCame({
  id: 'a-message-for-a-test',
  receivedAt: fridayMorning,
  channel: 'web-form',
  source: 'src_typeform',
  location: downtown,
  contact: { email: 'rowan.ellery@example.com' },
  text,
  language: 'en',
  assessment: assess(text),
});

/** Tells a notice that another turn began after this one was planned, and whose outcome nobody knows yet; gives what left. */
async function toldBeside(key: string, kind: 'acknowledgement' | 'safety'): Promise<readonly string[]> {
  const inquiries = memoryInquiries();
  const inquiry = opened(came, { rules, now: fridayMorning });
  await inquiries.addMessage(messageOf(came, inquiry.id));
  await inquiries.create(inquiry);
  await inquiries.beginNotice({
    key,
    inquiryId: inquiry.id,
    kind,
    attempt: 1,
    messageId: came.messageId,
    state: 'sending',
    at: fridayMorning,
  });
  const left: string[] = [];
  await tell(
    {
      inquiries,
      escalations: { start: async () => {}, wake: async () => {} },
      message: inquiries.findMessage,
      notice: inquiries.findNotice,
      alerted: async () => 1,
      send: async (_inquiry, sent) => {
        left.push(sent.kind);
        return { state: 'accepted', providerId: 'one' };
      },
      now: () => fridayMorning,
    },
    { token: 'token', id: inquiry.id, run: 1, revision: 1, dueAt: fridayMorning, notices: [key] },
  );
  return left;
}

describe('what another turn has begun to tell', () => {
  test('is not told again', async () => {
    expect(await toldBeside(`acknowledgement#${came.messageId}`, 'acknowledgement')).toEqual([]);
  });

  test('is told again, once, if it is a safety reply: two are better than none', async () => {
    expect(await toldBeside(`safety#${came.messageId}`, 'safety')).toEqual(['safety']);
  });
});
