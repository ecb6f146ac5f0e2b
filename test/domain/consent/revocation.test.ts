import { describe, expect, test } from '@jest/globals';
import { type RevocationIntent, revocationReader } from '../../../domain/consent/revocation.ts';
import { lakeside } from '../../support/lakeside.ts';
import { revocationLines, textsOf as texts } from '../../support/revocation-corpus.ts';

const read = revocationReader(lakeside.revocation, lakeside.revocation.likeness);
/** Lines that are read as anything but these. */
const missed = (file: string, ...intents: readonly RevocationIntent[]) =>
  texts(file).filter((text) => !intents.includes(read(text).intent));
const share = (file: string, found: readonly string[]) => found.length / texts(file).length;

describe('what a message says about further messages', () => {
  test('the corpus is as large as the gates need', () => {
    expect(texts('keywords.txt').length + texts('revocations.txt').length).toBeGreaterThanOrEqual(150);
    expect(texts('others.txt').length).toBeGreaterThanOrEqual(250);
  });

  test('every keyword revokes, however it is written', () => {
    expect(missed('keywords.txt', 'revoke')).toEqual([]);
  });

  test('of free text 97 in 100 end marketing, most of them at once', () => {
    const unseen = missed('revocations.txt', 'revoke', 'revoke-all', 'unsure');
    expect(share('revocations.txt', unseen)).toBeLessThanOrEqual(0.03);
    expect(share('revocations.txt', missed('revocations.txt', 'revoke', 'revoke-all'))).toBeLessThan(0.15);
    expect(share('everything.txt', missed('everything.txt', 'revoke-all'))).toBeLessThanOrEqual(0.1);
  });

  test('at most 2 in 100 other messages revoke, and few are unsure', () => {
    const revoked = texts('others.txt').filter((text) =>
      ['revoke', 'revoke-all', 'wrong-number'].includes(read(text).intent),
    );
    expect(share('others.txt', revoked)).toBeLessThanOrEqual(0.02);
    expect(share('others.txt', missed('others.txt', 'no', 'help', 'start'))).toBeLessThanOrEqual(0.03);
  });

  test('somebody else’s number is told', () => {
    expect(share('wrong-number.txt', missed('wrong-number.txt', 'wrong-number'))).toBeLessThanOrEqual(0.05);
  });

  test.each(revocationLines('help-start.txt').map(({ heading, text }) => [text, heading.split(' ')[0]]))(
    '%s asks for %s',
    (text, intent) => {
      expect(read(text ?? '').intent).toBe(intent);
    },
  );

  test.each([
    'Stop the bleeding?',
    'End of my lip is white',
    'Cancel my Tuesday appointment',
    'can you stop by',
    'I quit smoking',
    'when does the swelling stop',
    'Yes',
    'Sí',
  ])('%s revokes nothing and starts nothing', (text) => {
    expect(read(text).intent).toBe('no');
  });

  test('a bare CANCEL may have meant the appointment', () => {
    expect(read('Cancel.')).toMatchObject({
      intent: 'revoke',
      method: 'keyword',
      reason: 'cancel',
      perhapsAppointment: true,
    });
    expect(read('stop').perhapsAppointment).toBeUndefined();
  });

  test('a slip of the finger that is not certain is unsure', () => {
    expect(read('stpo').intent).toBe('revoke');
    expect(read('unsubscriibe').intent).toBe('unsure');
    expect(read('pleese stop textinng me').intent).toBe('unsure');
  });

  test('names the channels that the words name, and the pattern that matched', () => {
    expect(read('please stop emailing me').channels).toEqual(['email']);
    expect(read('no me manden más mensajes')).toMatchObject({ method: 'free-text', channels: ['text'] });
    expect(read('please stop emailing me').reason).not.toBe('');
  });

  test.each([
    ['Please stop the texts but keep emailing me', ['text'], ['email']],
    ['no more calls, texts are ok', ['call'], ['text']],
    ['Please stop texting, email is fine', ['text'], ['email']],
    ['Stop calling me but i still want your emails', ['call'], ['email']],
    ['No me manden mensajes, los correos están bien', ['text'], ['email']],
    ['stop emailing me but please keep texting me', ['email'], ['text']],
  ])('%s ends what it names and keeps what it keeps', (text, channels, keeps) => {
    expect(read(text)).toMatchObject({ intent: 'revoke', channels, keeps });
  });

  test.each([
    'stop the texts and dont keep emailing me',
    'no more calls and texts are not ok',
    'stop texting and emailing me',
    'quit calling me, but do not text me',
  ])('%s keeps nothing', (text) => {
    expect(read(text).keeps).toBeUndefined();
    expect(['revoke', 'revoke-all']).toContain(read(text).intent);
  });

  test('whoever ended messages by mistake and asks for them again ends nothing', () => {
    expect(read('I texted STOP by mistake').intent).toBe('no');
    expect(read('Le di a darme de baja por error, ¿me vuelven a apuntar?').intent).toBe('no');
  });

  test('signs to stop and nothing else are unsure', () => {
    expect(read('\u{1F6D1}\u{1F6D1}!').intent).toBe('unsure');
    expect(read('\u{1F6D1} see you Friday').intent).toBe('no');
  });

  test('what others wrote below a mail does not count', () => {
    const quoted = 'See you Friday\n\nOn Mon, Nov 3, 2025 at 9:12 AM Lakeside wrote:\n> Reply STOP to end.';
    expect(read(quoted).intent).toBe('no');
    expect(read('STOP\n\nSent from my iPhone').method).toBe('keyword');
  });

  test('takes no long time, whatever is written', () => {
    expect(read('please '.repeat(2000)).intent).toBe('no');
    expect(read('\u{1F6D1}'.repeat(500)).intent).toBe('unsure');
    expect(read('\u{1F600}'.repeat(500)).intent).toBe('no');
    expect(read('').intent).toBe('no');
  });
});
