import { describe, expect, test } from '@jest/globals';
import type { NoticeKey } from '../../../domain/escalation/notice-key.ts';
import type { Language, Undelivered } from '../../../domain/inquiry/inquiry.ts';
import { composeForStaff } from '../../../domain/message/compose-notice.ts';
import { addressesFor } from '../../../lambdas/inquiry/staff-addresses.ts';
import { fridayMorning, lakeside, later, staffMember } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const contact = { name: 'Rowan Ellery', email: 'rowan@example.com', phone: '+15125550143' };
type StaffKey = Extract<NoticeKey, { staff: string }>;

async function told(
  words: string,
  key: Pick<StaffKey, 'kind' | 'way'>,
  kind?: Undelivered['kind'],
  language: Language = 'en',
) {
  const { now } = await oneInquiry(words, { contact });
  const undelivered = kind && { kind, messageId: 'm1', at: fridayMorning };
  return composeForStaff(
    { ...now(), ...(undelivered ? { undelivered } : {}) },
    { ...key, round: '0.0.0', staff: 'okoye' },
    { ...staffMember('okoye'), language },
    { link: 'https://x.example/a/1', code: 12 },
    {
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: later(fridayMorning, 1),
    },
  );
}

describe('the words about a reply that did not arrive', () => {
  test('stand above every page and alert that goes out from then on, in the language of whoever reads them', async () => {
    const line = 'Call the patient now: the automatic reply did not arrive.';
    for (const way of ['email', 'sms'] as const) {
      const page = await told(emergencyWords, { kind: 'page', way }, 'safety');
      expect(page.text.startsWith(line)).toBe(true);
      expect(page.text).toContain('https://x.example/a/1');
      expect((await told('Hello', { kind: 'alert', way }, 'delay')).text.startsWith(line)).toBe(true);
      expect((await told('Hello', { kind: 'alert', way }, 'delay', 'es')).text).toMatch(/^Llame ahora/);
      expect((await told('Hello', { kind: 'alert', way })).text).not.toContain('did not arrive');
      expect((await told('Hello', { kind: 'gap', way }, 'delay')).text).not.toContain('did not arrive');
    }
    expect((await told(emergencyWords, { kind: 'page', way: 'call' }, 'safety')).text).not.toContain(
      'arrive',
    );
  });

  test('say what to do, how urgent it is, and nothing of the patient', async () => {
    for (const language of ['en', 'es'] as const)
      for (const way of ['email', 'sms'] as const) {
        const urgent = await told(emergencyWords, { kind: 'undelivered', way }, 'safety', language);
        const plain = await told('Hello', { kind: 'undelivered', way }, 'acknowledgement', language);
        const all = [urgent, plain].map(({ subject, text }) => `${subject} ${text}`);
        for (const said of all) {
          expect(said).toMatch(/call the patient now|llame ahora al paciente/i);
          expect(said).not.toMatch(/Rowan|rowan@|555|lip/);
        }
        expect(all[0]).toMatch(/URGENTE? E1/);
        expect(all[1]).not.toContain('URGENT');
      }
    const byMail = { kind: 'undelivered', way: 'email' } as const;
    expect((await told('Hello', byMail, 'acknowledgement')).text).toContain('or answer by another channel');
    expect((await told(emergencyWords, byMail, 'safety')).text).not.toContain('another channel');
  });

  test('go to the numbers for pages where it is urgent, to the others where it is not', () => {
    const member = {
      ...staffMember('okoye'),
      reach: [
        { way: 'sms', address: '+15125550001', for: 'normal' },
        { way: 'sms', address: '+15125550002', for: 'important' },
      ] as const,
    };
    const key = { kind: 'undelivered', staff: 'okoye', way: 'sms' } as const;
    expect(addressesFor(member as never, { ...key, round: '0.safety.urgent' })).toEqual(['+15125550002']);
    expect(addressesFor(member as never, { ...key, round: '0.delay.plain' })).toEqual(['+15125550001']);
  });
});
