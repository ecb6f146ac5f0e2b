import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { type KnownOfAddress, nothingKnown } from '../../../domain/consent/known-of-address.ts';
import type { Arrival } from '../../../domain/inquiry/arrival.ts';
import type { Channel } from '../../../domain/inquiry/inquiry.ts';
import type { AnswerWay } from '../../../domain/inquiry/may-answer.ts';
import { addressText } from '../../../domain/inquiry/proved-addresses.ts';
import { reply } from '../../../domain/inquiry/reply.ts';
import type { PatientWay } from '../../../domain/message/patient-ways.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const number = '+15125550143';
const mailbox = 'rowan@example.com';
const chat = { channel: 'messenger', person: 'p', page: 'g', source: 's' } as const;
const both = { phone: number, email: mailbox };

const revoked = (
  channel: ConsentEvent['channel'],
  minutes: number,
  more: Partial<ConsentEvent> = {},
): ConsentEvent => ({
  id: `e${minutes}`,
  patientId: 'p1',
  channel,
  purpose: 'all',
  action: 'revoke',
  occurredAt: later(fridayMorning, minutes),
  recordedAt: later(fridayMorning, minutes),
  method: 'keyword',
  actor: 'patient',
  ...more,
});
const wish = (minutes: number, wishes: Partial<KnownOfAddress['wishes'][number]>) => ({
  wishes: [{ forbids: [], onlyBy: [], at: later(fridayMorning, minutes), ...wishes }],
});

/** A message of Friday morning by a channel, answered an hour later by staff; `known` of whichever way is asked about. */
async function answering(
  words: string,
  came: Partial<Arrival>,
  known: Partial<KnownOfAddress> | ((way: PatientWay) => Partial<KnownOfAddress>) = {},
) {
  const one = await oneInquiry(words, { contact: both, ...came });
  const sent: Pick<AnswerWay, 'way' | 'asLink'>[] = [];
  const ports = {
    ...one.ports,
    known: async (way: PatientWay) => ({
      ...nothingKnown,
      ...(typeof known === 'function' ? known(way) : known),
    }),
    send: async (_inquiry: unknown, _text: string, _id: string, by: Pick<AnswerWay, 'way' | 'asLink'>) => {
      sent.push(by);
      return { state: 'accepted', providerId: 'x' } as const;
    },
  };
  const says = async (channel?: Channel): Promise<string> => {
    const given = {
      ...one.by('okoye', later(fridayMorning, 60)),
      text: 'Yes.',
      messageId: `r${sent.length}`,
      channel,
    };
    try {
      await reply(ports, given);
    } catch (error) {
      return (error as Error).message;
    }
    const by = sent.at(-1);
    return `${by?.way.channel}${by?.asLink ? ' as a link' : ''}`;
  };
  return { ...one, says, sent };
}

const routine = 'Do you open on Saturday?';
const noTexts = 'The patient wants no more texts. ';

describe('a reply of the staff', () => {
  test.each([
    ['sms', { contact: { phone: number } }],
    ['email', { contact: { email: mailbox } }],
    ['messenger', { contact: { account: chat } }],
  ] as const)('to a message by %s goes the same way', async (channel, more) => {
    expect(await (await answering(routine, { channel, ...more })).says()).toBe(channel);
    // Also where everything was taken back before, or another way was wished: who writes asks to be answered.
    const before = {
      consents: [revoked('all', -60), revoked('text', -60), revoked('email', -60), revoked('social', -60)],
      ...wish(-60, { forbids: ['text', 'email', 'social'], onlyBy: ['letter'] }),
    };
    expect(await (await answering(routine, { channel, ...more }, before)).says()).toBe(channel);
  });

  test('does not go by text after a STOP since; the sentence says what to do instead', async () => {
    const stopped = (way: PatientWay) => (way.channel === 'sms' ? { consents: [revoked('text', 30)] } : {});
    const alone = await answering(routine, { channel: 'sms', contact: { phone: number } }, stopped);
    expect(await alone.says()).toBe(`${noTexts}Call them, and log the call.`);
    expect(alone.now()).toMatchObject({ answeredCount: 0, status: 'new' });
    expect(alone.now()).not.toHaveProperty('pendingReply');
    const withMail = await answering(routine, { channel: 'sms' }, stopped);
    expect(await withMail.says()).toBe(`${noTexts}Answer by e-mail, or call them, and log the call.`);
    // No first answer by text is asked for, as none may go.
    expect(await withMail.says('email')).toBe('email');
  });

  test('does not go by text to a number that stopped and was only typed into a form', async () => {
    const form = { channel: 'web-form', contact: { phone: number }, typed: true } as const;
    const { says } = await answering(routine, form, { consents: [revoked('text', -60)] });
    expect(await says()).toBe(`${noTexts}Call them, and log the call.`);
  });

  test('minds a wish that was stated after the message', async () => {
    const { says } = await answering(routine, { channel: 'sms' }, (way) =>
      way.channel === 'sms' ? wish(30, { onlyBy: ['email'] }) : wish(30, { onlyBy: ['email'] }),
    );
    expect(await says()).toBe(
      'The patient does not want to be contacted this way. Answer by e-mail, or call them, and log the call.',
    );
    expect(await says('email')).toBe('email');
  });

  test('goes to no number that is somebody else’s, unless all of the conversation came from it since', async () => {
    const gone = (minutes: number) => ({
      suppressed: [{ address: 'phone', reason: 'wrong-number', at: later(fridayMorning, minutes) } as const],
      consents: [revoked('text', minutes, { action: 'reassigned' })],
    });
    const contact = { phone: number };
    const no = 'The number belongs to somebody else now. Call them, and log the call.';
    expect(await (await answering(routine, { channel: 'sms', contact }, gone(30))).says()).toBe(no);
    expect(await (await answering(routine, { channel: 'sms', contact }, gone(-30))).says()).toBe('sms');
    const called = await answering(routine, { channel: 'phone', contact }, gone(-30));
    expect(await called.says()).toBe(no);
  });

  test('finds another address where mail came back, unless a mail came from it since', async () => {
    const bounced = (minutes: number) => ({
      suppressed: [{ address: 'email', reason: 'hard-bounce', at: later(fridayMorning, minutes) } as const],
    });
    const mail = { channel: 'email', contact: { email: mailbox } } as const;
    expect(await (await answering(routine, mail, bounced(30))).says()).toMatch(
      /^Mail to this address came back/,
    );
    expect(await (await answering(routine, mail, bounced(-30))).says()).toBe('email');
  });
});

describe('a clinical reply by mail', () => {
  const clinical = 'I am not happy with the result, is this normal?';
  const mail = { channel: 'email', contact: { email: mailbox } } as const;

  test('is a link to the patient’s own page where nobody warned them, and kept for that address', async () => {
    const { says, inquiries, now } = await answering(routine, {
      ...mail,
      assessment: { level: 'S', flags: [] },
    });
    expect(await says()).toBe('email as a link');
    expect(now().lastEvent).toMatchObject({ what: 'replied', why: ['R27'] });
    const [kept] =
      (await inquiries.file(now().id))?.messages.filter(({ direction }) => direction === 'out') ?? [];
    expect(kept).toMatchObject({ text: 'Yes.', asLink: true, to: { email: mailbox }, state: 'accepted' });
  });

  test('is the words themselves once everybody who has the address was warned', async () => {
    const came = { ...mail, assessment: { level: 'S', flags: [] } } as const;
    expect(await (await answering(clinical, came, { emailWarned: true })).says()).toBe('email');
  });

  test('counts for whoever was treated lately, whatever the words', async () => {
    const { says, inquiries, now } = await answering(routine, mail);
    await inquiries.changeCourse(
      now(),
      { postTreatment: 'watch' },
      { id: '2', what: 'test', at: fridayMorning, actor: { system: 'test' } },
      fridayMorning,
    );
    expect(await says()).toBe('email as a link');
  });

  test('stays unsent where mail may not go at all', async () => {
    const came = { ...mail, assessment: { level: 'S', flags: [] } } as const;
    const { says } = await answering(clinical, came, {
      consents: [revoked('email', 30, { purpose: 'care' })],
    });
    expect(await says()).toBe('The patient wants no mail. Call them, and log the call.');
  });
});

const somethingKnown: fc.Arbitrary<Partial<KnownOfAddress>> = fc.record({
  consents: fc.array(
    fc
      .tuple(fc.constantFrom('text', 'email', 'all', 'social'), fc.integer({ min: -90, max: 59 }))
      .map(([channel, minutes]) => revoked(channel as 'text', minutes)),
    { maxLength: 3 },
  ),
  suppressed: fc.array(
    fc.record({
      address: fc.constant('phone' as const),
      reason: fc.constantFrom('wrong-number', 'erased', 'carrier-blocked', 'hard-bounce'),
      at: fc.constantFrom(later(fridayMorning, -30), later(fridayMorning, 30)),
    }),
    { maxLength: 2 },
  ) as fc.Arbitrary<KnownOfAddress['suppressed']>,
  wishes: fc.constantFrom([], wish(30, { forbids: ['text', 'email', 'social'] }).wishes),
});

test('in an emergency a clinician always answers by the channel that the patient used, whatever is known', async () => {
  const anyChannel = fc.constantFrom<Channel[]>('sms', 'email', 'messenger', 'web-form', 'phone');
  await fc.assert(
    fc.asyncProperty(anyChannel, somethingKnown, fc.boolean(), async (channel, known, reads) => {
      const contact = channel === 'messenger' ? { ...both, account: chat } : both;
      const { says, sent, now } = await answering(emergencyWords, { channel, contact }, () => {
        if (!reads) throw new Error('the table is out');
        return known;
      });
      expect(now().level).toBe('E1');
      const inKind = { 'web-form': 'email', phone: 'sms' }[channel as string] ?? channel;
      expect(await says()).toBe(inKind);
      expect(sent).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test('after STOP no reply leaves by text until the number asks, whatever else is known', async () => {
  await fc.assert(
    fc.asyncProperty(
      somethingKnown,
      fc.constantFrom<Channel[]>('sms', 'web-form', 'phone'),
      async (known, channel) => {
        const stop = revoked('text', 59);
        const { says, sent } = await answering(
          routine,
          { channel },
          { ...known, consents: [...(known.consents ?? []), stop] },
        );
        await says('sms');
        await says();
        await says('email');
        expect(sent.map(({ way }) => addressText(way)).filter((to) => to.startsWith('phone:'))).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
