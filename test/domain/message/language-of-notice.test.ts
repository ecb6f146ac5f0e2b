import { describe, expect, test } from '@jest/globals';
import { type Arrival, messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import { fromKnown } from '../../../domain/inquiry/known-sender.ts';
import { joined, opened } from '../../../domain/inquiry/open-or-join.ts';
import { composeForPatient } from '../../../domain/message/compose-notice.ts';
import { languageSaid } from '../../../domain/message/language.ts';
import { assess, downtown, fridayMorning, lakeside, later, rules } from '../../support/lakeside.ts';

const came = (text: string, minutes = 0): Arrival => {
  const language = languageSaid(text);
  return {
    ...messageCame({
      id: `message-${minutes}`,
      receivedAt: later(fridayMorning, minutes),
      channel: 'sms',
      source: 'src_texts',
      location: downtown,
      contact: { phone: '+15125550143' },
      text,
      language: language ?? 'en',
      assessment: assess(text),
    }),
    ...(language === undefined ? { languageInDoubt: true as const } : {}),
  };
};
const at = (minutes: number) => ({ rules, now: later(fridayMorning, minutes) });

describe('the language of what Heard answers', () => {
  test('is that of the message, also of a later one', () => {
    const inquiry = opened(came('Hi there, how much is it?'), at(0));
    const flag = joined(inquiry, came('se me cierra la garganta y no puedo respirar', 10), at(10));
    const message = messageOf(flag.arrival, inquiry.id);
    const { text } = composeForPatient(
      inquiry,
      { kind: 'safety', messageId: message.id },
      message,
      {
        practice: lakeside.identity,
        careTemplates: lakeside['care-templates'],
        staffTemplates: lakeside['staff-templates'],
        now: later(fridayMorning, 10),
      },
      { way: { channel: 'sms', to: '+15125550143' }, page: 'https://x.example' },
    );
    expect(text).toContain('llame al 911');
    expect(flag.course.language).toBe('es');
  });

  test('a word of both languages changes nothing', () => {
    const inquiry = opened(came('Hola, quiero una cita'), at(0));
    expect(joined(inquiry, came('ok', 10), at(10)).course).not.toHaveProperty('language');
  });

  test('in doubt is that on record, of whoever has proved the address', () => {
    const known = fromKnown(came('ok'), { language: 'es' });
    expect([known.language, known.languageInDoubt]).toEqual(['es', undefined]);
    expect(fromKnown({ ...came('ok'), typed: true }, { language: 'es' }).language).toBe('en');
    expect(fromKnown(came('Is it ok?'), { language: 'es' }).language).toBe('en');
  });
});
