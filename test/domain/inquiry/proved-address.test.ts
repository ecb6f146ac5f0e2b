import { describe, expect, test } from '@jest/globals';
import { type Arrival, messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import type { Contact } from '../../../domain/inquiry/inquiry.ts';
import { isProved } from '../../../domain/inquiry/proved-addresses.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { identify } from '../../../domain/inquiry/staff-actions.ts';
import { composeForPatient } from '../../../domain/message/compose-notice.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { assess, downtown, fridayMorning, lakeside, rules, staffMember } from '../../support/lakeside.ts';

const phone = '+15125550101';
const email = 'rowan@example.com';
const mallory = 'mallory@evil.example';
const text = 'May I book?';

/** One conversation, by its messages in turn; then whether the sender of a form that names this contact may be taken to have the number. */
async function numberIsProved(
  before: readonly (Partial<Arrival> & { readonly contact: Contact })[],
  form: Contact,
  confirms?: Contact,
) {
  const inquiries = memoryInquiries();
  const ports = { inquiries, escalations: { start: async () => {}, wake: async () => {} } };
  let id = '';
  for (const [index, said] of [...before, { typed: true as const, contact: form }].entries()) {
    const arrival = messageCame({
      id: `message${index}`.padEnd(24, 'x'),
      receivedAt: fridayMorning,
      channel: 'web-form',
      source: 'src_x',
      location: downtown,
      addressKeys: Object.values(said.contact).map(String),
      text,
      language: 'en',
      assessment: assess(text),
      ...said,
    });
    id = await registerMessage(arrival, { ...ports, rules, now: fridayMorning });
  }
  if (confirms) {
    const by = { inquiryId: id, by: staffMember('okoye'), now: fridayMorning };
    await identify({ ...ports, rules: rules.value }, { ...by, contact: confirms });
  }
  const inquiry = await inquiries.find(id);
  return inquiry && isProved(inquiry, form, { kind: 'phone', address: phone });
}
const sms = { channel: 'sms', contact: { phone } } as const;

describe('whether a form’s sender has the number that it names', () => {
  test.each([
    ['the form alone', [], { phone }, undefined, false],
    ['somebody texted before', [sms], { phone }, undefined, true],
    [
      'somebody texted before, and the form names a mailbox that is none of theirs',
      [sms],
      { phone, email: mallory },
      undefined,
      false,
    ],
    [
      'somebody wrote by mail, and the form names a number besides',
      [{ channel: 'email', contact: { email } }],
      { phone, email },
      undefined,
      false,
    ],
    ['somebody called from it', [{ channel: 'phone', contact: { phone } }], { phone }, undefined, false],
    ['staff confirmed it', [], { phone, email }, { phone }, true],
    ['staff confirmed the mailbox', [], { phone, email }, { email }, false],
    ['staff confirmed another number', [], { phone }, { phone: '+15125550199' }, false],
  ] as const)('%s', async (_what, before, form, confirms, wanted) => {
    expect(await numberIsProved(before as never, form, confirms)).toBe(wanted);
  });
});

describe('the acknowledgement of a form with a box ticked', () => {
  const acknowledged = async (channel: 'email' | 'sms', more: Partial<Arrival> = {}) => {
    const arrival: Arrival = {
      ...messageCame({
        id: 'message'.padEnd(24, 'x'),
        receivedAt: fridayMorning,
        channel: 'web-form',
        source: 'src_x',
        location: downtown,
        contact: { phone, email },
        text,
        language: 'en',
        assessment: assess(text),
        typed: true,
      }),
      consents: [{ channel: 'email', purpose: 'recall', wording: 'Yes', at: fridayMorning, page: '/f' }],
      ...more,
    };
    const inquiries = memoryInquiries();
    const ports = { inquiries, escalations: { start: async () => {}, wake: async () => {} } };
    const id = await registerMessage(arrival, { ...ports, rules, now: fridayMorning });
    const inquiry = (await inquiries.find(id)) as never;
    const way = channel === 'sms' ? ({ channel, to: phone } as const) : ({ channel, to: email } as const);
    const setting = {
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: fridayMorning,
    };
    const key = { kind: 'acknowledgement', messageId: arrival.messageId } as const;
    return composeForPatient(inquiry, key, messageOf(arrival, id), setting, { way, page: 'PAGE' }).text;
  };

  test('says where to confirm it, to the address that it was ticked for and to no other', async () => {
    expect(await acknowledged('email')).toContain('confirm the reminders that you ticked');
    expect(await acknowledged('sms')).not.toMatch(/confirm/i);
    expect(await acknowledged('email', { suspected: true })).not.toMatch(/confirm/i);
    const bySms = {
      channel: 'sms',
      purpose: 'recall',
      wording: 'Yes',
      at: fridayMorning,
      page: '/f',
    } as const;
    expect(await acknowledged('sms', { consents: [bySms] })).toContain('Confirm reminders');
    expect(await acknowledged('email', { consents: [bySms] })).not.toMatch(/confirm/i);
  });
});
