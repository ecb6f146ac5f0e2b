import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const token = 'the token of the carrier';
const appSecret = 'the secret of the page';

describe('ways in', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({
      at: '2026-11-20T16:05:00.000Z',
      arguments: ['--public-url', 'https://intake.example.com'],
    });
    practice = practiceAt(local);
    await practice.giveSecret('src_twilio_voice', token);
    await practice.giveSecret('src_meta', appSecret);
    await practice.giveSecret('src_meta', 'the-token-of-the-page', 'token');
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const patients = async (to: string) => (await practice.sentTo('patient')).filter((sent) => sent.to === to);
  const newest = async (channel: string) =>
    (await practice.inquiries()).find((inquiry) => inquiry.channel === channel)?.id ?? '';

  /** A page as a browser gets it, and its form filled in. */
  const formAt = async (path: string): Promise<{ html: string; fields: URLSearchParams }> => {
    const html = await (await local.call(path)).text();
    const fields = new URLSearchParams();
    for (const [, name = '', value = ''] of html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g))
      if (!fields.has(name)) fields.set(name, value);
    return { html, fields };
  };
  const send = (path: string, fields: URLSearchParams): Promise<Response> =>
    local.call(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: fields.toString(),
    });

  describe('the practice’s own form', () => {
    test('is in both languages, without script, its boxes unticked, and may stand in a frame of the practice’s site', async () => {
      const reply = await local.call('/f/downtown');
      const html = await reply.text();
      expect(html).toContain('lang="en"');
      expect(html).not.toMatch(/<script|checked/);
      expect(html).toContain('Reply STOP to end');
      expect(reply.headers.get('content-security-policy')).toContain(
        'frame-ancestors https://www.lakeside-aesthetics.example.com',
      );
      expect(await (await local.call('/f/downtown?lang=es')).text()).toContain(
        'Quisiera que me llame el médico',
      );
      expect((await local.call('/f/nowhere')).status).toBe(404);
    });

    test('says what is missing, and keeps what was written', async () => {
      const { fields } = await formAt('/f/downtown');
      fields.set('message', 'Hello there');
      fields.set('phone', '123');
      const reply = await send('/f/downtown', fields);
      const html = await reply.text();
      expect(reply.status).toBe(422);
      expect(html).toContain('Write your name.');
      expect(html).toContain('This phone number cannot be reached');
      expect(html).toContain('>Hello there</textarea>');
      expect(await practice.inquiries()).toEqual([]);
    });

    test('makes one inquiry, however often it is sent, with the very words that were agreed to', async () => {
      const { fields } = await formAt('/f/downtown?lang=es');
      await local.advance(20);
      fields.set('name', 'Rowan Ellery');
      fields.set('email', 'Rowan@Example.com');
      fields.set('message', 'Quisiera una cita');
      fields.set('doctor', 'yes');
      fields.set('consent-email', 'yes');
      const reply = await send('/f/downtown?lang=es', fields);
      expect([reply.status, reply.headers.get('location')]).toEqual([303, '/f/downtown?lang=es&sent=1']);
      await send('/f/downtown?lang=es', fields);
      await local.advance(1);
      const inquiries = await practice.inquiries();
      expect(inquiries).toHaveLength(1);
      expect(inquiries[0]).toMatchObject({ priority: 'asks-for-physician', messageCount: 1 });
      const inquiry = await practice.inquiry(inquiries[0]?.id ?? '');
      expect(inquiry.messages[0]).toMatchObject({
        consents: [
          {
            channel: 'email',
            wording: expect.stringContaining('Sí, Lakeside Aesthetics puede enviarme correos'),
            page: 'https://intake.example.com/f/downtown?lang=es',
          },
        ],
      });
      expect(await (await local.call('/f/downtown?lang=es&sent=1')).text()).toContain('Recibimos su mensaje');
    });

    test('tells the physician, whom the patient asks for, what is known; a triage call goes on beside', async () => {
      const alerts = (await practice.sentTo('staff')).filter(({ about }) => about.staffId === 'okoye');
      expect(alerts.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms']);
      for (const { subject, text } of alerts) {
        expect(text).toMatch(/web form.*0 min/);
        expect(subject + text).not.toMatch(/Rowan|Ellery|cita/);
      }
      const mail = alerts.find(({ channel }) => channel === 'email')?.text ?? '';
      const context = mail.split('\n').filter((line) => line.endsWith('.') && !line.includes('Promised'));
      const [{ id } = { id: '' }] = await practice.inquiries();
      expect((await practice.act('coordinator', id, 'triage-call')).status).toBe(200);
      expect((await practice.act('coordinator', id, 'triage-call')).status).toBe(409);
      await local.advance(1);
      expect((await practice.sentTo('staff')).filter(({ about }) => about.staffId === 'okoye')).toHaveLength(
        2,
      );
      const page = await (await local.call(/\/a\/\S+/.exec(mail)?.[0] ?? '')).text();
      const offered = context.map((line) => line.replace('not offered', 'offered'));
      expect(offered).toHaveLength(5);
      for (const line of offered) expect(page).toContain(`<p>${line}</p>`);
      const { events, ...inquiry } = await practice.inquiry(id);
      expect(events.map(({ what }) => what)).toContain('triage-offered');
      expect(inquiry).toMatchObject({ claimedBy: null, respondedAt: null, step: 'physician on call' });
    });

    test('other words under the same form are another message: whoever goes back loses nothing', async () => {
      const { fields } = await formAt('/f/west');
      await local.advance(20);
      for (const [name, value] of Object.entries({
        name: 'Noor',
        email: 'noor@example.com',
        message: 'First',
      }))
        fields.set(name, value);
      await send('/f/west', fields);
      fields.set('message', 'Second, from the back button');
      await send('/f/west', fields);
      await local.advance(1);
      const [{ id } = { id: '' }] = (await practice.inquiries()).filter(
        ({ source }) => source === 'form_west',
      );
      const { messages } = await practice.inquiry(id);
      expect(messages.map(({ text }) => text).toSorted()).toEqual(['First', 'Second, from the back button']);
    });

    test('holds what a robot sends apart and shows it; a red flag in it is paged all the same', async () => {
      const trap = async (message: string, email: string): Promise<void> => {
        const { fields } = await formAt('/f/downtown');
        await local.advance(20);
        for (const [name, value] of Object.entries({ name: 'Bot', email, message, website: 'x' }))
          fields.set(name, value);
        expect((await send('/f/downtown', fields)).status).toBe(303);
        await local.advance(1);
      };
      await trap('Buy links', 'bot@example.com');
      const held = (await practice.inquiries()).find(({ review }) => review !== null);
      expect(held?.review).toContain('Suspected spam');
      expect(await patients('bot@example.com')).toEqual([]);
      await trap('I cannot see with my left eye since the filler', 'person@example.com');
      expect((await patients('person@example.com'))[0]?.text).toContain('call 911 now');
    });
  });

  describe('the patient’s own page', () => {
    const pathOf = async (to: string): Promise<string> => {
      const [sent] = await patients(to);
      return /https:\/\/intake\.example\.com(\/i\/\S+)/.exec(sent?.text ?? '')?.[1] ?? '';
    };

    test('shows the patient’s words and the promise; opening it changes nothing', async () => {
      const { html } = await formAt(await pathOf('rowan@example.com'));
      expect(html).toContain('Quisiera una cita');
      expect(html).toContain('Una persona le responderá a más tardar');
      expect((await local.call('/i/forged.token')).status).toBe(404);
    });

    test('takes more words once, and that no answer is needed any more', async () => {
      const path = await pathOf('rowan@example.com');
      const [{ id } = { id: '' }] = (await practice.inquiries()).filter(
        ({ priority }) => priority === 'asks-for-physician',
      );
      const { html, fields } = await formAt(path);
      expect(html).toContain('Sí, acepto');
      fields.set('act', 'add');
      fields.set('text', 'Por la tarde, por favor');
      await send(path, fields);
      await send(path, fields);
      await local.advance(1);
      expect(await practice.inquiry(id)).toMatchObject({ messageCount: 2 });
      await send(path, new URLSearchParams({ act: 'withdraw' }));
      await local.advance(1);
      expect(await practice.inquiry(id)).toMatchObject({ status: 'closed', closeReason: 'withdrawn' });
      const told = (await practice.sentTo('staff')).length;
      await local.advance(1900);
      expect(
        (await practice.sentTo('staff')).filter(({ about }) => about.inquiryId === id).length,
      ).toBeLessThanOrEqual(told);
    });

    test('never ends a red flag: a clinician decides that', async () => {
      const inquiry = (await practice.inquiries()).find(({ level }) => level.startsWith('E'));
      const staff = (await practice.sentTo('staff'))
        .filter(({ about }) => about.inquiryId === inquiry?.id)
        .at(-1);
      expect(staff?.text).not.toContain('filler');
      const [safety] = await patients('person@example.com');
      expect(safety?.text).not.toContain('/i/');
    });
  });

  describe('calls', () => {
    let serial = 0;
    const calls = async (changes: Record<string, string>): Promise<void> => {
      serial += 1;
      const given = { AccountSid: 'AC1', Direction: 'inbound', SequenceNumber: String(serial), ...changes };
      const sorted = Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
      const url = 'https://intake.example.com/v1/hooks/src_twilio_voice';
      const signature = createHmac('sha1', token)
        .update(url + sorted.map(([name, value]) => name + value).join(''))
        .digest('base64');
      const reply = await local.call('/v1/hooks/src_twilio_voice', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
        body: new URLSearchParams(given).toString(),
      });
      expect([reply.status, await reply.text()]).toEqual([200, '<Response/>']);
      await local.advance(0);
    };

    test('a missed call is answered by text after 45 seconds, and staff are told at once', async () => {
      await calls({ CallSid: 'CA1', CallStatus: 'no-answer', From: '+15125550151' });
      const id = await newest('phone');
      expect((await practice.sentTo('staff')).some(({ about }) => about.inquiryId === id)).toBe(true);
      await local.advance(44);
      expect(await patients('+15125550151')).toEqual([]);
      await local.advance(2);
      const [text] = await patients('+15125550151');
      expect(text?.text).toContain('sorry that we missed your call');
    });

    test('not if the caller reached somebody meanwhile, which is a human’s answer', async () => {
      await calls({ CallSid: 'CA2', CallStatus: 'busy', From: '+15125550152' });
      await local.advance(20);
      await calls({
        CallSid: 'CA3',
        CallStatus: 'completed',
        DialCallStatus: 'completed',
        From: '+15125550152',
      });
      await local.advance(60);
      expect(await patients('+15125550152')).toEqual([]);
      const inquiry = (await practice.inquiries()).find(
        ({ status, channel }) => status === 'answered' && channel === 'phone',
      );
      const { events } = await practice.inquiry(inquiry?.id ?? '');
      expect(events.map(({ what }) => what)).toContain('call-reached');
    });

    test('a voicemail’s recording and words join their call, in whatever order they come', async () => {
      await calls({
        CallSid: 'CA4',
        RecordingSid: 'RE4',
        RecordingStatus: 'completed',
        RecordingUrl: 'https://api.example.com/RE4',
        RecordingDuration: '12',
      });
      await calls({ CallSid: 'CA4', CallStatus: 'completed', From: '+15125550154' });
      await local.advance(2);
      await calls({
        CallSid: 'CA4',
        TranscriptionSid: 'TR4',
        TranscriptionText: 'Please call me back about Tuesday',
        TranscriptionStatus: 'completed',
        From: '+15125550154',
      });
      const inquiry = await practice.inquiry(await newest('phone'));
      expect(inquiry.contact.phone).toBe('+15125550154');
      expect(inquiry.messages.map(({ text }) => text)).toEqual(['', 'Please call me back about Tuesday']);
      expect(inquiry.messages[0]).toMatchObject({
        call: { outcome: 'voicemail', recording: 'https://api.example.com/RE4' },
      });
    });

    test('a number that only the status names, after the recording, is a way to the caller', async () => {
      await calls({
        CallSid: 'CA6',
        RecordingSid: 'RE6',
        RecordingStatus: 'completed',
        RecordingUrl: 'https://api.example.com/RE6',
      });
      await calls({ CallSid: 'CA6', CallStatus: 'completed', From: '+15125550156' });
      await local.advance(46);
      expect(await patients('+15125550156')).toHaveLength(1);
    });

    test('a call that nobody missed makes nothing', async () => {
      const before = (await practice.inquiries()).length;
      await calls({ CallSid: 'CA5', CallStatus: 'ringing', From: '+15125550155' });
      await calls({
        CallSid: 'CA5',
        CallStatus: 'completed',
        DialCallStatus: 'answered',
        From: '+15125550155',
      });
      expect((await practice.inquiries()).length).toBe(before);
    });
  });

  describe('a chat', () => {
    const says = async (person: string, mid: string, text: string): Promise<number> => {
      const body = JSON.stringify({
        object: 'page',
        entry: [
          {
            id: '77',
            messaging: [{ sender: { id: person }, recipient: { id: '77' }, message: { mid, text } }],
          },
        ],
      });
      const signature = createHmac('sha256', appSecret).update(body).digest('hex');
      const { status } = await local.call('/v1/hooks/src_meta', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body,
      });
      await local.advance(1);
      return status;
    };

    test('is acknowledged in the chat, with an early ask for a phone number or an address', async () => {
      expect(await says('psid1', 'm1', 'Hi, how much is a peel?')).toBe(200);
      const [sent] = await patients('psid1');
      expect(sent).toMatchObject({
        channel: 'messenger',
        text: expect.stringContaining('send us your phone number'),
      });
    });

    test('is answered in the chat, and staff see until when they can', async () => {
      const id = await newest('messenger');
      const { replyUntil } = (await (await local.as('manager', `/v1/inquiries/${id}`)).json()) as {
        replyUntil: string;
      };
      expect(Date.parse(replyUntil) - Date.parse((await practice.inquiry(id)).receivedAt)).toBe(
        7 * 86_400_000,
      );
      expect(
        (await practice.act('coordinator', id, 'reply', { text: 'From 120.', channel: 'sms' })).status,
      ).toBe(422);
      expect((await practice.act('coordinator', id, 'reply', { text: 'From 120.' })).status).toBe(200);
      expect((await patients('psid1')).at(-1)).toMatchObject({
        text: expect.stringContaining('From 120.'),
        headers: { tag: 'HUMAN_AGENT' },
      });
    });

    test('a number that is sent in the chat is a way to the person, after the first answer', async () => {
      await says('psid1', 'm2', 'My number is 512-555-0166, thank you');
      const id = await newest('messenger');
      expect((await practice.inquiry(id)).contact.phone).toBe('+15125550166');
      expect(
        (await practice.act('coordinator', id, 'reply', { text: 'Thanks!', channel: 'sms' })).status,
      ).toBe(200);
      expect((await patients('+15125550166')).at(-1)?.text).toContain('Thanks!');
    });
  });

  describe('a lead of an advertisement', () => {
    const leads = async (id: string): Promise<void> => {
      const value = { leadgen_id: id, page_id: '77', form_id: '5' };
      const body = JSON.stringify({
        object: 'page',
        entry: [{ id: '77', changes: [{ field: 'leadgen', value }] }],
      });
      const signature = createHmac('sha256', appSecret).update(body).digest('hex');
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
      expect((await local.call('/v1/hooks/src_leads', { method: 'POST', headers, body })).status).toBe(200);
      await local.advance(1);
    };

    test('is fetched by its id; one that cannot be fetched is for a person to look at', async () => {
      await practice.giveSecret('src_leads', appSecret);
      await practice.giveSecret('src_leads', 'the-token-of-the-page', 'token');
      const fields = { full_name: 'Ash Okafor', email: 'Ash@Example.com', phone_number: '+15125550188' };
      const field_data = Object.entries(fields).map(([name, value]) => ({ name, values: [value] }));
      await local.call('/_local/leads', { method: 'PUT', body: JSON.stringify({ id: '901', field_data }) });
      await leads('901');
      const [{ id } = { id: '' }] = (await practice.inquiries()).filter(
        ({ source }) => source === 'src_leads',
      );
      expect((await practice.inquiry(id)).contact).toEqual({
        name: 'Ash Okafor',
        email: 'ash@example.com',
        phone: '+15125550188',
      });
      await leads('902');
      const held = (await practice.inquiries()).find(
        ({ source, review }) => source === 'src_leads' && review !== null,
      );
      expect((await practice.inquiry(held?.id ?? '')).messages[0]?.text).toContain('902');
    });
  });

  test('canned replies are filled in, in the patient’s language', async () => {
    const [{ id } = { id: '' }] = (await practice.inquiries()).filter(({ language }) => language === 'es');
    const reply = await local.as('coordinator', `/v1/inquiries/${id}/canned-replies`);
    const { items } = (await reply.json()) as { items: { name: string; text: string }[] };
    expect(items.find(({ name }) => name === 'consultation')?.text).toBe(
      'Hola Rowan, con gusto le vemos en una consulta. Puede elegir la hora aquí: https://book.lakeside-aesthetics.example.com',
    );
  });

  test('a flood from one number is stored and shown, and answered by nobody but people; a red flag in it pages, and nobody else is held up', async () => {
    const write = async (index: number, text: string): Promise<void> => {
      const body = JSON.stringify({ from: `+1512555${2000 + index}`, to: '+15125550110', text });
      await local.call('/_local/sms', { method: 'POST', body });
    };
    for (let times = 0; times < 15; times += 1) await write(0, `Hello ${times}`);
    await local.advance(1);
    // The queue keeps no order: the flag comes when the limit is passed for certain.
    await write(0, 'I cannot breathe since the injection');
    for (let others = 1; others < 15; others += 1) await write(others, `Hello from ${others}`);
    await local.advance(1);
    const sent = (await practice.sentTo('patient')).filter(({ to }) => /^\+15125552\d{3}$/.test(to));
    expect(sent.filter(({ to }) => to === '+15125552000')).toHaveLength(2);
    expect(sent.filter(({ text: words }) => words.includes('call 911 now'))).toHaveLength(1);
    expect(sent).toHaveLength(16);
    const page = (await (await local.as('manager', '/v1/inquiries?limit=100')).json()) as {
      items: { source: string; review: string | null }[];
    };
    const texts = page.items.filter(({ source }) => source === 'src_texts');
    expect(texts.filter(({ review }) => review?.startsWith('Suspected spam'))).toHaveLength(3);
    expect(texts).toHaveLength(18);
  });

  test('what one connection sends beyond what people write is held and shown; a red flag in it pages', async () => {
    await local.advance(600);
    const write = async (index: number, message: string): Promise<void> => {
      const { fields } = await formAt('/f/west');
      await local.advance(5);
      for (const [name, value] of Object.entries({ name: 'Ash', email: `ash${index}@example.com`, message }))
        fields.set(name, value);
      expect((await send('/f/west', fields)).status).toBe(303);
    };
    for (let index = 0; index < 11; index += 1) await write(index, `Hello ${index}`);
    await write(11, 'My lips are swelling and I cannot breathe');
    await local.advance(1);
    const of = async (index: number): Promise<number> => (await patients(`ash${index}@example.com`)).length;
    expect([await of(0), await of(9), await of(10)]).toEqual([1, 1, 0]);
    expect((await patients('ash11@example.com'))[0]?.text).toContain('call 911 now');
    const held = (await practice.inquiries()).filter(({ review }) => review?.includes('from one connection'));
    expect(held).toHaveLength(1);
  });

  test('while index reads lag behind, messages join their inquiry, and nothing is answered twice or forgotten', async () => {
    const lag = (seconds: number) =>
      local.call('/_local/index-delay', { method: 'PUT', body: JSON.stringify({ seconds }) });
    const text = (words: string) =>
      local.call('/_local/sms', {
        method: 'POST',
        body: JSON.stringify({ from: '+15125550196', to: '+15125550110', text: words }),
      });
    const before = new Set((await practice.inquiries()).map(({ id }) => id));
    const mine = async () => (await practice.inquiries()).filter(({ id }) => !before.has(id));
    await lag(45);
    await text('Do you open on Saturday?');
    await local.advance(2);
    await text('And on Sunday?');
    await local.advance(2);
    // People do not see it in the list yet; the patient has the answer already.
    expect(await mine()).toEqual([]);
    expect(await patients('+15125550196')).toHaveLength(1);
    await local.advance(300);
    await lag(0);
    expect(await mine()).toMatchObject([{ messageCount: 2, status: 'acknowledged' }]);
    expect(await patients('+15125550196')).toHaveLength(1);
  });

  test('a canned reply stands in the answer page, to be changed and sent', async () => {
    const alerts = (await practice.sentTo('staff')).filter(({ text }) => text.includes('/a/'));
    const link = /\/a\/\S+/.exec(alerts.at(-1)?.text ?? '')?.[0] ?? '';
    expect(await (await local.call(link)).text()).toContain(
      '<option value="consultation">consultation</option>',
    );
    expect(await (await local.call(`${link}?from=consultation`)).text()).toMatch(
      /<textarea[^>]*>H[^<]*https:\/\/book.lakeside-aesthetics.example.com<\/textarea>/,
    );
  });

  describe('logged by hand', () => {
    const log = (body: object) =>
      local.as('coordinator', '/v1/inquiries', { method: 'POST', body: JSON.stringify(body) });

    test('a walk-in gets a clock like any other; one that was answered there is answered', async () => {
      const waiting = await log({
        channel: 'walk-in',
        location: 'downtown',
        name: 'Noor',
        text: 'Wants the doctor to call her',
        phone: '512 555 0170',
        once: 'walk-in-1',
      });
      expect(waiting.status).toBe(200);
      const first = (await waiting.json()) as { id: string; priority: string; status: string };
      expect(first).toMatchObject({ priority: 'asks-for-physician' });
      const again = (await (
        await log({
          channel: 'walk-in',
          location: 'downtown',
          name: 'Noor',
          text: 'Wants the doctor to call her',
          phone: '512 555 0170',
          once: 'walk-in-1',
        })
      ).json()) as { id: string };
      expect(again.id).toBe(first.id);
      expect(await practice.inquiry(first.id)).toMatchObject({ messageCount: 1 });
      // Keys that begin alike are keys of different people.
      const other = { channel: 'walk-in', location: 'downtown', name: 'Ash', text: 'Asks for a brochure' };
      const [one, two] = [
        (await (await log({ ...other, once: 'a-long-key-of-the-front-desk-1' })).json()) as { id: string },
        (await (await log({ ...other, once: 'a-long-key-of-the-front-desk-2' })).json()) as { id: string },
      ];
      expect(one.id).not.toBe(two.id);
      const answered = await log({
        channel: 'phone',
        location: 'downtown',
        text: 'Asked for the hours',
        answered: true,
      });
      expect(await answered.json()).toMatchObject({ status: 'answered' });
      expect((await log({ channel: 'phone', location: 'nowhere', text: 'x' })).status).toBe(403);
      expect((await log({ channel: 'phone', location: 'downtown', text: 'x', phone: '12' })).status).toBe(
        400,
      );
    });
  });
});
