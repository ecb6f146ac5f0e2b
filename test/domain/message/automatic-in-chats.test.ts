import { describe, expect, test } from '@jest/globals';
import { messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import type { Channel, Language, Level } from '../../../domain/inquiry/inquiry.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { composeForPatient } from '../../../domain/message/compose-notice.ts';
import type { PatientWay } from '../../../domain/message/patient-ways.ts';
import { downtown, fridayMorning, lakeside, rules } from '../../support/lakeside.ts';

const chat = { channel: 'messenger', person: 'p', page: 'g', source: 's' } as const;
const text = { channel: 'sms', to: '+15125550143' } as const;

/** What Heard says by itself to a message of this level and channel, by this way. */
function said(
  kind: 'acknowledgement' | 'delay' | 'safety',
  level: Level,
  { way, channel = way.channel, language }: { way: PatientWay; channel?: Channel; language: Language },
  minor = false,
): string {
  const arrival = messageCame({
    id: 'a-message-of-somebody',
    receivedAt: fridayMorning,
    channel,
    source: 'src_x',
    location: downtown,
    contact: { phone: text.to, account: { ...chat } },
    text: 'Hello',
    language,
    assessment: { level, flags: [] },
  });
  const inquiry = opened(arrival, { rules, now: fridayMorning });
  const message = {
    ...messageOf(arrival, inquiry.id),
    ...(minor ? { apparentMinor: { who: 'writer' as const } } : {}),
  };
  const setting = {
    practice: lakeside.identity,
    careTemplates: lakeside['care-templates'],
    staffTemplates: lakeside['staff-templates'],
    now: fridayMorning,
  };
  return composeForPatient(inquiry, { kind, messageId: message.id }, message, setting, { way, page: 'PAGE' })
    .text;
}

const begins = { en: /^Automatic message: /, es: /^Mensaje automático: / } as const;

describe.each(['en', 'es'] as const)('what leaves by itself in a chat, in %s', (language) => {
  test.each([
    ['acknowledgement', 'R', false],
    ['acknowledgement', 'R', true],
    ['acknowledgement', 'U', false],
    ['delay', 'R', false],
  ] as const)('says so: %s of level %s', (kind, level, minor) => {
    expect(said(kind, level, { way: chat, language }, minor)).toMatch(begins[language]);
    // Also where a missed call is answered there.
    expect(said(kind, level, { way: chat, channel: 'phone', language }, minor)).toMatch(begins[language]);
  });

  test('is the safety reply word for word', () => {
    const inChat = said('safety', 'E1', { way: chat, language });
    expect(inChat).toBe(said('safety', 'E1', { way: text, language }));
    expect(inChat).not.toMatch(begins[language]);
  });
});
