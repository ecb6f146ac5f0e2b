import { describe, expect, test } from '@jest/globals';
import type { NoticeKey } from '../../../domain/escalation/notice-key.ts';
import { contextNote } from '../../../domain/inquiry/context-note.ts';
import type { Inquiry, Language } from '../../../domain/inquiry/inquiry.ts';
import { composeForStaff } from '../../../domain/message/compose-notice.ts';
import { fridayMorning, lakeside, later, staffMember } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

// As long as links get: AWS's own host name, an inquiry, a person and an expiry, signed.
const link = `https://abcdefghij.execute-api.us-east-1.amazonaws.com/a/${'x'.repeat(151)}`;
const contact = { name: 'Rowan Ellery', email: 'rowan@example.com', phone: '+15125550143' };
const words = 'I would like to speak with the doctor about my filler';

async function asking(changes: Partial<Inquiry> = {}): Promise<Inquiry> {
  const { now } = await oneInquiry(words, { wantsPhysician: true, contact });
  return { ...now(), ...changes };
}

function alert(
  inquiry: Inquiry,
  way: 'email' | 'sms',
  given: { who?: string; language?: Language; after?: number },
) {
  const { who = 'okoye', language = 'en', after = 12 } = given;
  const kind = inquiry.priority === 'red-flag' ? 'page' : 'alert';
  const key: Extract<NoticeKey, { staff: string }> = { kind, round: '0.0.0', staff: who, way };
  return composeForStaff(
    inquiry,
    key,
    { ...staffMember(who), language },
    { link, code: 4711 },
    {
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: later(fridayMorning, after),
    },
  );
}

/** The characters of which 153 fit into a part of a longer text (GSM 03.38), without those that count twice. */
const gsm = /^[A-Za-z0-9 \n@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/;
const threeParts = 3 * 153;

describe('the alert to the physician of a patient who asks for the doctor', () => {
  test('says by mail how they came, how long they wait, and what is known, a line each', async () => {
    const inquiry = await asking({ postTreatment: 'hot', nervous: true, triageOfferedAt: fridayMorning });
    const { subject, text } = alert(inquiry, 'email', {});
    expect(subject).toBe('Lakeside Aesthetics: a patient waits for the doctor (12 min)');
    for (const line of [
      'Came by web form, has waited 12 min.',
      'Messages: 1.',
      'Within a post-treatment window: yes.',
      'Nervous: yes.',
      'Triage call: offered.',
      link,
    ])
      expect(text).toContain(line);
    const plain = alert(await asking({ messageCount: 2 }), 'email', { language: 'es' }).text;
    for (const line of ['Mensajes: 2.', 'tratamiento: no.', 'Nervioso: no.', 'triaje: no ofrecida.'])
      expect(plain).toContain(line);
  });

  test.each(['en', 'es'] as const)(
    'says the same by text in %s, in three parts at most',
    async (language) => {
      const many = {
        postTreatment: 'watch',
        nervous: true,
        triageOfferedAt: fridayMorning,
        messageCount: 99,
      } as const;
      const inquiry = await asking({ ...many, channel: 'instagram' });
      const { text } = alert(inquiry, 'sms', { language, after: 9999 });
      expect(text).toMatch(gsm);
      expect(text.length).toBeLessThanOrEqual(threeParts);
      expect(text).toMatch(
        /Instagram, 9999 min, (messages|mensajes) 99, \S+ (yes|SI), \S+ (yes|SI), .*(offered|ofrecida)\./,
      );
    },
  );

  test.each([
    ['sms', 'en', 'A text message at Lakeside', 'text message waits'],
    ['sms', 'es', 'Un mensaje de texto en Lakeside', 'mensaje de texto espera'],
    ['email', 'en', 'An e-mail at Lakeside', 'e-mail waits'],
    ['email', 'es', 'Un correo en Lakeside', 'correo espera'],
    ['phone', 'en', 'A phone call at Lakeside', 'phone call waits'],
    ['phone', 'es', 'Una llamada en Lakeside', 'llamada espera'],
    ['web-form', 'es', 'Un formulario web en Lakeside', 'formulario web espera'],
    ['walk-in', 'en', 'A visit in person at Lakeside', 'visit in person waits'],
    ['whatsapp', 'es', 'Un mensaje de WhatsApp en Lakeside', 'WhatsApp espera'],
  ] as const)('names %s in words, in %s', async (channel, language, begins, short) => {
    const inquiry = await asking({ channel, asksForPhysician: undefined, priority: 'other' });
    expect(alert(inquiry, 'email', { language }).text).toMatch(new RegExp(`^${begins}`));
    const { text } = alert(inquiry, 'sms', { language });
    expect(text).toContain(short);
    expect(text).toMatch(gsm);
  });

  test('says no name, no word of theirs and no treatment', async () => {
    const inquiry = await asking({ postTreatment: 'hot', nervous: true });
    for (const way of ['email', 'sms'] as const) {
      const { subject, text } = alert(inquiry, way, {});
      expect(subject + text).not.toMatch(/Rowan|Ellery|example\.com|555|speak|filler/i);
    }
  });

  test('is for physicians alone; others are told as ever, and of a red flag everybody is', async () => {
    const inquiry = await asking();
    expect(alert(inquiry, 'email', { who: 'marlow' }).text).not.toContain('Nervous');
    const { now } = await oneInquiry(emergencyWords, { wantsPhysician: true });
    expect(alert(now(), 'email', {}).text).toContain('Urgent case');
    expect(alert(await asking({ asksForPhysician: undefined, priority: 'other' }), 'sms', {}).text).toContain(
      'web form waits',
    );
  });

  test('counts the wait from the first message, and after an answer from the newest', async () => {
    const at = later(fridayMorning, 40);
    const lastMessageAt = later(fridayMorning, 30);
    expect(contextNote(await asking({ lastMessageAt, messageCount: 2 }), at).minutes).toBe(40);
    expect(
      contextNote(await asking({ lastMessageAt, respondedAt: later(fridayMorning, 5) }), at).minutes,
    ).toBe(10);
  });
});
