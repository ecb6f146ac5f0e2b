import { describe, expect, test } from '@jest/globals';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import type { Suppression } from '../../../domain/consent/question.ts';
import type { Practice } from '../../../domain/practice/practice.ts';
import type { HttpEvent } from '../../../lambdas/kit/http.ts';
import { signLink } from '../../../lambdas/kit/signed-link.ts';
import { changePreferences, showPreferences } from '../../../lambdas/patient/preferences.ts';
import { granted, knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';

const key = 'a key for the tests';
const email = 'ada@example.com';
const phone = '+15125550101';

async function house() {
  const people = knownPeople();
  const { outreach, all } = memoryOutreach();
  const clock = { now: fridayMorning, id: 0 };
  const suppressed: Suppression[] = [];
  const ports = {
    patients: people.patients,
    outreach,
    addressConsents: () => people.patients.ofAddress(phone),
    practice: lakeside.identity as Practice,
    law: lakeside.law,
    suppressed: async () => suppressed,
    linkKey: async () => key,
    now: () => clock.now,
    newId: () => {
      clock.id += 1;
      return `id-${clock.id}`;
    },
  };
  await people.add(person('a', { email, phone }), granted('a', 'text', phone), granted('a', 'email', email));
  const link = signLink(key, {
    purpose: 'preferences',
    subject: 't1',
    person: 'a',
    expiresAt: later(fridayMorning, 90 * 24 * 60),
  });
  const event = (body?: URLSearchParams, token = link) =>
    ({
      rawPath: `/p/${token}`,
      pathParameters: { token },
      body: body?.toString(),
      requestContext: { http: { sourceIp: '192.0.2.1', userAgent: 'a browser' } },
    }) as unknown as HttpEvent;
  const open = async () => String((await showPreferences(event(), ports)).body);
  /** The page's own form, as a browser sends it once these boxes were switched. */
  const formOf = (html: string, changes: Record<string, string> = {}, switched: readonly string[] = []) => {
    const first = html.split('</form>')[0] ?? '';
    const form = new URLSearchParams();
    for (const [input] of first.matchAll(/<input[^>]+>/g)) {
      const name = /name="([^"]*)"/.exec(input)?.[1] ?? '';
      const value = /value="([^"]*)"/.exec(input)?.[1] ?? '';
      const isBox = input.includes('checkbox');
      const ticked = input.includes(' checked') !== switched.includes(value);
      if (!isBox || ticked) form.append(name, value);
    }
    for (const [name, value] of Object.entries(changes)) form.set(name, value);
    return form;
  };
  const send = (form: URLSearchParams) => changePreferences(event(form), ports);
  const stop = () =>
    people.patients.addConsent(
      granted('a', 'text', phone, {
        id: 'stop',
        action: 'revoke',
        purpose: 'all',
        method: 'keyword',
        occurredAt: clock.now,
      }),
    );
  const said = async () =>
    (await people.consentsOf('a'))
      .slice(2)
      .map(({ action, channel, method }) => `${action} ${channel} ${method}`);
  return { ...people, outreach, all, clock, suppressed, ports, event, open, formOf, send, stop, said };
}

describe('what the preference page says of texts', () => {
  const note = async (
    at: Awaited<ReturnType<typeof house>>,
  ): Promise<readonly [boolean, string | undefined]> => {
    const html = await at.open();
    const box = /<input[^>]*id="c-text"[^>]*>/.exec(html)?.[0] ?? '';
    return [box.includes(' checked'), /<p id="texts">([^<]*)<\/p>/.exec(html)?.[1]];
  };
  /** They took back what they had agreed to, and later agreed to this. */
  const agrees = async (
    at: Awaited<ReturnType<typeof house>>,
    said: Partial<ConsentEvent>,
  ): Promise<void> => {
    const revoked = { id: 'revoked', action: 'revoke', method: 'paper' } as const;
    await at.patients.addConsent(
      granted('a', 'text', phone, { ...revoked, occurredAt: '2026-05-01T00:00:00.000Z' }),
    );
    const occurredAt = '2026-06-01T00:00:00.000Z';
    await at.patients.addConsent(granted('a', 'text', phone, { id: 'later', occurredAt, ...said }));
  };

  test('nothing where they are in use', async () => {
    expect(await note(await house())).toEqual([true, undefined]);
  });

  test('that they are agreed to and not in use, and why', async () => {
    const noBrand = await house();
    const brandless = { seller: undefined } as unknown as Partial<ConsentEvent>;
    await agrees(noBrand, brandless);
    expect(await note(noBrand)).toEqual([true, expect.stringMatching(/not in use.*does not name us/)]);
    const blocked = await house();
    blocked.suppressed.push({ address: 'phone', reason: 'carrier-blocked', at: fridayMorning });
    expect(await note(blocked)).toEqual([true, expect.stringMatching(/not in use.*phone company/)]);
    const wrong = await house();
    wrong.suppressed.push({ address: 'phone', reason: 'wrong-number', at: fridayMorning });
    expect(await note(wrong)).toEqual([true, expect.stringMatching(/not in use.*still yours/)]);
    const careOnly = await house();
    careOnly.ports.practice = {
      ...lakeside.identity,
      channels: { ...lakeside.identity.channels, textFor: ['care'] },
    };
    expect(await note(careOnly)).toEqual([true, expect.stringMatching(/not in use.*no such texts/)]);
    const abroad = await house();
    await abroad.patients.save(person('a', { email, phone, country: 'AQ' }));
    expect(await note(abroad)).toEqual([true, expect.stringMatching(/not in use.*rules of your country/)]);
    const spanish = await house();
    await spanish.patients.save(person('a', { email, phone, language: 'es' }));
    await agrees(spanish, brandless);
    expect(await note(spanish)).toEqual([true, expect.stringMatching(/no están en uso.*no nos nombra/)]);
  });

  test('that they are for reminders alone, wait for the phone, were stopped, or have no number', async () => {
    const narrow = await house();
    await agrees(narrow, { only: 'recall' });
    expect(await note(narrow)).toEqual([true, expect.stringContaining('and to nothing else')]);
    const waiting = await house();
    await waiting.patients.save(person('a', { email, phone: '+15125550155' }));
    const until = '2026-12-10T00:00:00.000Z';
    await waiting.patients.addConsent(
      granted('a', 'text', '+15125550155', { id: 'asked', action: 'pending', until }),
    );
    expect(await note(waiting)).toEqual([false, expect.stringContaining('have not confirmed it yet')]);
    const stopped = await house();
    await stopped.stop();
    expect(await note(stopped)).toEqual([false, expect.stringContaining('text us START')]);
    const numberless = await house();
    const { phone: _phone, ...without } = person('a', { email, phone });
    await numberless.patients.save(without);
    expect(await note(numberless)).toEqual([false, expect.stringContaining('no phone number')]);
  });

  test('what is not in use can be taken back there', async () => {
    const at = await house();
    await agrees(at, { seller: undefined } as unknown as Partial<ConsentEvent>);
    await at.send(at.formOf(await at.open(), {}, ['text']));
    expect((await at.said()).at(-1)).toBe('revoke text preference-page');
    expect(await note(at)).toEqual([false, undefined]);
  });
});

describe('the preference page', () => {
  test('a page that was opened before a STOP grants no texts again when it is saved', async () => {
    const { open, formOf, send, stop, said, clock, patients } = await house();
    const form = formOf(await open(), { language: 'es' });
    expect(form.getAll('channel')).toContain('text');
    clock.now = later(clock.now, 5);
    await stop();
    clock.now = later(clock.now, 5);
    expect((await send(form)).headers?.location).toContain('done=moved');
    expect(await said()).toEqual(['revoke text keyword']);
    expect((await patients.record('a'))?.preferences?.language).toBe('es');
  });

  test('a box that was shown off and comes back ticked is a grant, once', async () => {
    const { open, formOf, send, said, clock } = await house();
    await send(formOf(await open(), {}, ['email', 'text']));
    clock.now = later(clock.now, 5);
    const form = formOf(await open(), {}, ['email', 'text']);
    expect((await send(form)).headers?.location).toContain('done=done');
    await send(form);
    expect((await said()).slice(2)).toEqual(['grant email preference-page', 'grant text preference-page']);
  });

  test('whoever has the link cannot agree for a phone that wrote STOP', async () => {
    const { open, formOf, send, stop, said, clock } = await house();
    await stop();
    clock.now = later(clock.now, 5);
    const html = await open();
    expect(html).not.toContain('c-text');
    expect(html).toContain('text us START');
    const form = formOf(html);
    form.append('channel', 'text');
    await send(form);
    expect(await said()).toEqual(['revoke text keyword']);
  });

  test.each([
    ['everything was ended here', new URLSearchParams({ act: 'all' })],
    ['mail was ended here, and came back', undefined],
  ])('nor once %s after the STOP', async (_, all) => {
    const { open, formOf, send, stop, clock, consentsOf } = await house();
    await stop();
    clock.now = later(clock.now, 5);
    await send(all ?? formOf(await open(), {}, ['email']));
    clock.now = later(clock.now, 5);
    const html = await open();
    expect(html).not.toContain('c-text');
    const form = formOf(html, {}, ['email']);
    form.append('channel', 'text');
    await send(form);
    const texts = (await consentsOf('a')).filter(
      ({ channel, action }) => channel === 'text' && action === 'grant',
    );
    expect(texts).toHaveLength(1);
  });

  test('texts that the page granted are none that it may grant again after a STOP', async () => {
    const { open, formOf, send, stop, said, clock } = await house();
    await send(formOf(await open(), {}, ['text']));
    clock.now = later(clock.now, 5);
    await send(formOf(await open(), {}, ['text']));
    clock.now = later(clock.now, 5);
    await stop();
    clock.now = later(clock.now, 5);
    await send(new URLSearchParams({ act: 'all' }));
    clock.now = later(clock.now, 5);
    const form = formOf(await open());
    form.append('channel', 'text');
    await send(form);
    expect((await said()).filter((one) => one.startsWith('grant'))).toEqual(['grant text preference-page']);
  });

  test('nor for a phone whose STOP is kept by its number alone', async () => {
    const { open, formOf, send, said, patients, clock } = await house();
    const { patientId, address, ...stopped } = granted('a', 'text', phone, {
      action: 'revoke',
      purpose: 'all',
    });
    await patients.keepForAddress(address ?? patientId, { ...stopped, occurredAt: clock.now });
    clock.now = later(clock.now, 5);
    const html = await open();
    expect(html).not.toContain('c-text');
    const form = formOf(html);
    form.append('channel', 'text');
    await send(form);
    expect(await said()).toEqual([]);
  });

  test('a phone that wrote START since may be switched here again', async () => {
    const { open, formOf, send, stop, said, clock, patients } = await house();
    await stop();
    clock.now = later(clock.now, 5);
    await patients.addConsent(
      granted('a', 'text', phone, { id: 'start', method: 'keyword', occurredAt: clock.now }),
    );
    clock.now = later(clock.now, 5);
    await send(new URLSearchParams({ act: 'all' }));
    clock.now = later(clock.now, 5);
    await send(formOf(await open(), {}, ['text']));
    expect((await said()).at(-1)).toBe('grant text preference-page');
  });

  test('whoever has the link cannot agree for a number that never agreed', async () => {
    const { open, formOf, send, consentsOf, patients } = await house();
    await patients.save(person('a', { email, phone: '+15125550199' }));
    const form = formOf(await open());
    form.append('channel', 'text');
    await send(form);
    expect((await consentsOf('a')).filter(({ address }) => address === '+15125550199')).toEqual([]);
  });

  test('a box that is cleared is a revocation; what was not touched says nothing', async () => {
    const { open, formOf, send, said } = await house();
    await send(formOf(await open(), {}, ['email', 'letter']));
    expect(await said()).toEqual(['revoke email preference-page', 'revoke letter preference-page']);
  });

  test('words for another number than the one shown are agreed to by nobody: the page is shown again', async () => {
    const { open, formOf, send, said, clock, patients } = await house();
    await send(formOf(await open(), {}, ['text']));
    clock.now = later(clock.now, 5);
    const form = formOf(await open(), {}, ['text']);
    // The same four digits at the end.
    await patients.save(person('a', { email, phone: '+13125550101' }));
    const again = await send(form);
    expect([again.statusCode, String(again.body).includes('no longer up to date')]).toEqual([409, true]);
    expect(await said()).toEqual(['revoke text preference-page']);
  });

  test.each([
    ['made up', 'eyJhIjoxfQ.abc'],
    ['missing', ''],
    [
      'of another patient',
      signLink(key, { purpose: 'shown', subject: 'x ', person: 'b', expiresAt: later(fridayMorning, 60) }),
    ],
  ])('a page whose proof is %s changes nothing', async (_, proof) => {
    const { open, formOf, send, said } = await house();
    expect((await send(formOf(await open(), { page: proof }, ['email']))).statusCode).toBe(409);
    expect(await said()).toEqual([]);
  });

  test('a page of yesterday is shown again', async () => {
    const { open, formOf, send, said, clock } = await house();
    const form = formOf(await open(), {}, ['email']);
    clock.now = later(clock.now, 24 * 60);
    expect((await send(form)).statusCode).toBe(409);
    expect(await said()).toEqual([]);
  });

  test('everything is ended from any page, however old', async () => {
    const { send, said } = await house();
    expect((await send(new URLSearchParams({ act: 'all' }))).statusCode).toBe(303);
    expect(await said()).toEqual(['revoke all preference-page', 'revoke text preference-page']);
  });

  test('shows of address and number only what tells the patient which they are', async () => {
    const { open } = await house();
    const html = await open();
    expect(html).not.toMatch(/ada@|555-?0101|5125550101/);
    expect(html).toContain('a•••@example.com');
    expect(html).toContain('••• 0101');
  });

  test('what is left blank is not changed', async () => {
    const { open, formOf, send, patients } = await house();
    await send(formOf(await open(), { email: 'new@example.com' }));
    await send(formOf(await open(), { phone: '(512) 555-0144' }));
    await send(formOf(await open()));
    expect((await patients.record('a'))?.preferences?.stated).toMatchObject({
      email: 'new@example.com',
      phone: '+15125550144',
    });
  });

  test('however often details are stated, one task is open; once it is settled, the next', async () => {
    const { open, formOf, send, all, outreach } = await house();
    for (const name of ['b', 'c', 'd']) await send(formOf(await open(), { email: `${name}@example.com` }));
    const [task, ...others] = all.tasks();
    expect(others).toEqual([]);
    await outreach.finishTask(task?.id ?? '', { outcome: 'done', doneBy: 'marlow', doneAt: fridayMorning });
    for (const name of ['e', 'f']) await send(formOf(await open(), { email: `${name}@example.com` }));
    expect(all.tasks().map(({ state }) => state)).toEqual(['done', 'open']);
  });

  test('the link works no longer than it says', async () => {
    const { event, ports, clock } = await house();
    const claims = { purpose: 'preferences', subject: 't1', person: 'a' } as const;
    const token = signLink(key, { ...claims, expiresAt: later(clock.now, 60) });
    expect((await showPreferences(event(undefined, token), ports)).statusCode).toBe(200);
    clock.now = later(clock.now, 61);
    expect((await showPreferences(event(undefined, token), ports)).statusCode).toBe(404);
    expect((await changePreferences(event(new URLSearchParams(), token), ports)).statusCode).toBe(404);
  });

  test('of somebody who was erased is a link that works no more, and writes nothing', async () => {
    const { open, formOf, ports, event, erase, state, all } = await house();
    const form = formOf(await open(), { email: 'new@example.com' }, ['email', 'letter']);
    await erase('a');
    const { writes } = state;
    expect((await showPreferences(event(), ports)).statusCode).toBe(404);
    expect((await changePreferences(event(form), ports)).statusCode).toBe(404);
    const everything = new URLSearchParams({ act: 'all' });
    expect((await changePreferences(event(everything), ports)).statusCode).toBe(404);
    expect([state.writes, all.tasks()]).toEqual([writes, []]);
  });
});

describe('ways of contact that a patient forbids on their page', () => {
  const forbidden = async (at: Awaited<ReturnType<typeof house>>) =>
    (await at.patients.record('a'))?.preferences?.forbids;

  test('are used no more, in the history, and cannot be allowed again there', async () => {
    const at = await house();
    await at.send(at.formOf(await at.open(), {}, ['no-call', 'no-post']));
    expect(await forbidden(at)).toEqual(['call', 'letter', 'postcard']);
    expect((await at.patients.record('a'))?.preferenceEvents).toContainEqual(
      expect.objectContaining({ what: 'ways-of-contact', to: 'never by call, letter, postcard' }),
    );
    const again = await at.open();
    expect(/<input[^>]*id="n-no-call"[^>]*>/.exec(again)?.[0]).toMatch(/ checked disabled/);
    // As a browser sends it: what is disabled is not in it.
    const form = at.formOf(again);
    form.delete('never');
    await at.send(form);
    expect(await forbidden(at)).toEqual(['call', 'letter', 'postcard']);
  });

  test('never leave none', async () => {
    const at = await house();
    await at.patients.savePreferences({ patientId: 'a', onlyBy: ['call'], at: fridayMorning, by: 'sato' });
    const reply = await at.send(at.formOf(await at.open(), {}, ['no-call']));
    expect(reply.statusCode).toBe(422);
    expect(String(reply.body)).toContain('No way to contact you would be left');
    expect(await forbidden(at)).toBeUndefined();
  });
});
