import { describe, expect, test } from '@jest/globals';
import { asAnswer } from '../../../domain/inquiry/check-in.ts';
import type { Touch } from '../../../domain/recall/touch.ts';
import { assessUnread } from '../../../domain/red-flag/unread.ts';
import { assess } from '../../support/lakeside.ts';
import {
  flagged,
  harmlessAsked,
  harmlessEveryday,
  harmlessFlagWords,
} from '../../support/red-flag-corpus.ts';
import { arrivalsOf, mailNotice, sourceOf } from '../../support/register-request.ts';

const levelOf = (text: string): string => assessUnread(text, false, assess).level;

describe('a language that the rules are not written in', () => {
  test.each([
    'não consigo enxergar do olho direito depois do preenchimento',
    'nao consigo ver do olho direito',
    'meu lábio ficou branco',
    '我看不见了，左眼全黑',
    'Я ничего не вижу левым глазом',
    'mwen pa ka respire',
    'je ne vois plus de l’oeil gauche',
    'mes lèvres sont blanches',
    'ich kann nicht mehr atmen',
    'tôi không thở được',
    'toi khong tho duoc',
    '숨을 쉴 수 없어요',
    'لا أستطيع التنفس',
    'non riesco a respirare',
    'hindi ako makahinga',
    'nie mogę oddychać',
    'nefes alamıyorum',
    'Hi! não consigo respirar',
    'Thank you. 我的嘴唇变白了',
  ])('is urgent, whatever it says: %s', (text) => {
    expect(levelOf(text)).toBe('U');
  });

  test.each([
    'Thanks!\nNguyễn Thị Ánh',
    'João da Conceição',
    'Bonjour, how much is Botox?',
    'Иван Петров\nHow much is filler?',
    'Is Dr. Müller in today?',
    'Hola, me llamo Đặng Văn Lâm y quiero una cita',
    'café, façade, naïve',
    'Precio botox frente',
    'Danke',
    '👍',
    '1',
  ])('is none where names and loans are foreign only: %s', (text) => {
    expect(levelOf(text)).toBe('R');
  });

  test('is found in none of the messages in English and Spanish', () => {
    const all = [
      ...harmlessAsked(),
      ...harmlessEveryday(),
      ...harmlessFlagWords(),
      ...flagged().map(({ text }) => text),
    ];
    const asIf = (text: string) => assessUnread(text, false, () => ({ level: 'R', flags: [] })).level;
    expect(all.filter((text) => asIf(text) !== 'R')).toEqual([]);
  });
});

const text = (fields: Readonly<Record<string, string>>) =>
  arrivalsOf(
    sourceOf('src_twilio_sms'),
    new URLSearchParams({
      From: '+15125550143',
      To: '+15125550100',
      MessageSid: 'MM1',
      ...fields,
    }).toString(),
    'application/x-www-form-urlencoded',
  );
const picture = { NumMedia: '1', MediaUrl0: 'https://api.twilio.com/1.jpg' };
const page = (message: object) =>
  arrivalsOf(
    sourceOf('src_meta'),
    JSON.stringify({
      entry: [{ id: 'p', messaging: [{ sender: { id: 's' }, recipient: { id: 'p' }, message }] }],
    }),
  );
const file = (type: string, words: string, subject = '') =>
  arrivalsOf(
    { ...sourceOf('src_ses'), verifier: { kind: 'sns', topics: [] } },
    mailNotice(
      [
        'From: Jordan <jordan@example.com>',
        'To: desk@in.example.com',
        `Subject: ${subject}`,
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...(words ? ['--b', 'Content-Type: text/plain', '', words] : []),
        ...(type
          ? ['--b', `Content-Type: ${type}; name=x`, 'Content-Disposition: attachment; filename=x', '', 'abc']
          : []),
        '--b--',
        '',
      ].join('\r\n'),
    ),
  );
const call = (fields: Readonly<Record<string, string>>) =>
  arrivalsOf(
    sourceOf('src_twilio_voice'),
    new URLSearchParams({ From: '+15125550143', CallSid: 'CA1', ...fields }).toString(),
    'application/x-www-form-urlencoded',
  );

describe('a picture or a recording without words', () => {
  test.each([
    ['a text with a picture alone', () => text({ Body: '', ...picture })],
    ['a picture with a sign', () => text({ Body: '📷', ...picture })],
    ['"1" with a picture', () => text({ Body: '1', ...picture })],
    ['two words', () => text({ Body: 'My photo', ...picture })],
    ['a placeholder', () => text({ Body: '[photo]' })],
    [
      'a chat',
      () => page({ mid: 'm', attachments: [{ type: 'image', payload: { url: 'https://x.example/1.jpg' } }] }),
    ],
    ['a mail', () => file('image/jpeg', '')],
    ['a mail from a phone', () => file('image/jpeg', 'Sent from my iPhone')],
    [
      'a voicemail',
      () => call({ RecordingSid: 'RE1', RecordingStatus: 'completed', RecordingUrl: 'https://x.example/re' }),
    ],
  ])('is urgent, and no case for the review queue: %s', async (_what, came) => {
    const [arrival] = await came();
    expect(arrival?.review).toBeUndefined();
    expect(arrival?.assessment).toEqual({ level: 'U', flags: ['R55'] });
  });

  test.each([
    ['a picture with a question', () => text({ Body: 'How much would lips like these be?', ...picture })],
    [
      'a thumb up',
      () =>
        page({
          mid: 'm',
          sticker_id: 369239263222822,
          attachments: [{ type: 'image', payload: { url: 'https://x.example/1', sticker_id: 1 } }],
        }),
    ],
    ['a missed call', () => call({ CallStatus: 'no-answer' })],
    ['a transcript', () => call({ TranscriptionSid: 'T1', TranscriptionText: 'Hi, how much is Botox?' })],
    ['a mail that says all in its subject', () => file('', '', 'How much is botox?')],
  ])('is not: %s', async (_what, came) => {
    const [arrival] = await came();
    expect(arrival?.review).toBeUndefined();
    expect(arrival?.assessment.level).toBe('R');
  });

  test.each([
    ['I am panicking, please call me', true],
    ['tengo miedo, me pueden llamar?', true],
    ['Hi, I’m nervous about Thursday', true],
    ['How much is Botox?', undefined],
  ])('who is frightened by their own words is shown so (R67): %s', async (Body, nervous) => {
    const [arrival] = await text({ Body });
    expect(arrival?.nervous).toBe(nervous);
  });

  test('of a robot, of spam and in a flood is none: a person sees them in the review queue', async () => {
    const chinese = '我们是专业的供应商，价格优惠';
    const robot = mailNotice(
      `From: Desk <a@example.com>\r\nAuto-Submitted: auto-replied\r\nSubject: x\r\n\r\n${chinese}`,
    );
    const ses = { ...sourceOf('src_ses'), verifier: { kind: 'sns' as const, topics: [] } };
    expect(await arrivalsOf(ses, robot)).toEqual([]);
    const mail = `From: Desk <a@example.com>\r\nSubject: x\r\n\r\n${chinese}`;
    const verdict = (name: string, status: string): string =>
      mailNotice(mail).replace(
        `${name}Verdict\\":{\\"status\\":\\"PASS`,
        `${name}Verdict\\":{\\"status\\":\\"${status}`,
      );
    const [spam] = await arrivalsOf(ses, verdict('spam', 'FAIL'));
    expect(spam).toMatchObject({ review: expect.stringContaining('spam'), assessment: { level: 'R' } });
    const [forged] = await arrivalsOf(ses, verdict('dmarc', 'FAIL'));
    expect(forged).toMatchObject({ review: expect.stringContaining('forged'), assessment: { level: 'U' } });
    const flood = await arrivalsOf(
      sourceOf('src_wpforms'),
      JSON.stringify({ email: 'a@example.com', message: chinese }),
      'application/json',
      { flooded: async () => true },
    );
    expect(flood[0]).toMatchObject({ review: expect.anything(), assessment: { level: 'R' } });
  });

  test('a red flag in a subject alone is found', async () => {
    const [arrival] = await file('', '', 'CAN’T BREATHE');
    expect(arrival).toMatchObject({ text: 'CAN’T BREATHE', assessment: { level: 'E0' } });
  });

  test('"1" with a picture does not answer a check-in as fine', async () => {
    const [arrival] = await text({ Body: '1', ...picture });
    if (!arrival) throw new Error('It is a message.');
    const asked = [{ id: 't', patientId: 'p1' } as Touch];
    expect(asAnswer({ said: arrival, sender: arrival }, asked).answer).toBe('words');
    const harmless = { ...arrival, assessment: { level: 'R', flags: [] } } as const;
    expect(asAnswer({ said: harmless, sender: harmless }, asked).answer).toBe('words');
  });
});
