import { expect, test } from '@jest/globals';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { composeReplyLink } from '../../../domain/message/compose-notice.ts';
import { downtown, fridayMorning, lakeside, rules } from '../../support/lakeside.ts';

test.each(['en', 'es'] as const)(
  'a mail in the place of a clinical answer has the link, and names nothing, in %s',
  (language) => {
    const text = 'My filler from last week hurts';
    const arrival = messageCame({
      id: 'a-message-of-somebody',
      receivedAt: fridayMorning,
      channel: 'email',
      source: 'src_x',
      location: downtown,
      contact: { name: 'Rowan Ellery', email: 'rowan@example.com' },
      text,
      language,
      assessment: { level: 'U', flags: [] },
    });
    const inquiry = opened(arrival, { rules, now: fridayMorning });
    const setting = { practice: lakeside.identity, careTemplates: lakeside['care-templates'] };
    const way = { channel: 'email', to: 'rowan@example.com' } as const;
    const mail = composeReplyLink(inquiry, 'https://intake.example.com/i/token', setting, way);
    expect(mail.text).toContain('https://intake.example.com/i/token');
    expect(`${mail.subject} ${mail.text}`).not.toMatch(/filler|Rowan|\{\{/i);
    expect(mail.subject).toContain(lakeside.identity.name);
  },
);
