import { describe, expect, test } from '@jest/globals';
import { grantInForce } from '../../../domain/consent/standing.ts';
import type { HttpEvent } from '../../../lambdas/kit/http.ts';
import { signLink } from '../../../lambdas/kit/signed-link.ts';
import { showUnsubscribe, unsubscribe } from '../../../lambdas/patient/unsubscribe.ts';
import { granted, knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';

const key = 'a key for the tests';
const home = 'family@example.com';

function house() {
  const people = knownPeople();
  const { outreach } = memoryOutreach();
  const clock = { now: fridayMorning };
  const ports = {
    patients: people.patients,
    suppress: outreach.suppress,
    practice: lakeside.identity,
    linkKey: async () => key,
    now: () => clock.now,
  };
  const opened = (claims: { readonly person: string; readonly address?: string }, touch = 't1') => {
    const token = signLink(key, { purpose: 'unsubscribe', subject: touch, ...claims });
    return { pathParameters: { token } } as unknown as HttpEvent;
  };
  const agrees = async (id: string, email = home): Promise<boolean> =>
    grantInForce(await people.consentsOf(id), {
      channel: 'email',
      purpose: 'marketing',
      address: email,
      now: clock.now,
    }) !== undefined;
  return { ...people, outreach, clock, ports, opened, agrees };
}

describe('one-click unsubscribe (RFC 8058, R19, R22, R69)', () => {
  test('stops the record that the patient was merged into', async () => {
    const { add, merge, ports, opened, agrees } = house();
    await add(person('a', { email: home }), granted('a', 'email', home));
    await add(person('b', { email: home }), granted('b', 'email', home, { id: 'other' }));
    await merge('b', 'a');
    expect(await agrees('b')).toBe(true);
    expect((await unsubscribe(opened({ person: 'a', address: home }), ports)).statusCode).toBe(200);
    expect(await agrees('b')).toBe(false);
  });

  test('covers the address: everybody who shares it, and whoever turns up with it later', async () => {
    const { add, ports, opened, agrees, outreach, patients } = house();
    await add(person('a', { email: home }), granted('a', 'email', home));
    await add(person('b', { email: home }), granted('b', 'email', home));
    await add(person('c', { email: 'other@example.com' }), granted('c', 'email', 'other@example.com'));
    await patients.link([home], 'c', 'mother');
    await unsubscribe(opened({ person: 'a', address: home }), ports);
    expect([await agrees('a'), await agrees('b'), await agrees('c', 'other@example.com')]).toEqual([
      false,
      false,
      true,
    ]);
    expect(await outreach.suppressions(home, 'email')).toMatchObject([{ reason: 'unsubscribed' }]);
    await add(person('d', { email: home }), granted('d', 'email', home));
    expect(await agrees('d')).toBe(false);
  });

  test('stops the patient also at the address that they have had since', async () => {
    const { add, ports, opened, agrees } = house();
    const now = 'new@example.com';
    await add(person('a', { email: now }), granted('a', 'email', now));
    await unsubscribe(opened({ person: 'a', address: home }), ports);
    expect(await agrees('a', now)).toBe(false);
  });

  test('the same again changes nothing; after agreeing anew, the old link stops again', async () => {
    const { add, ports, opened, agrees, consentsOf, state, clock, patients } = house();
    await add(person('a', { email: home }), granted('a', 'email', home));
    const click = () => unsubscribe(opened({ person: 'a', address: home }), ports);
    await click();
    clock.now = later(clock.now, 5);
    const before = { writes: state.writes, events: (await consentsOf('a')).length };
    await click();
    expect({ writes: state.writes, events: (await consentsOf('a')).length }).toEqual(before);
    await patients.addConsent(granted('a', 'email', home, { id: 'again', occurredAt: clock.now }));
    clock.now = later(clock.now, 5);
    expect(await agrees('a')).toBe(true);
    await click();
    expect(await agrees('a')).toBe(false);
  });

  test('leads to no page that shows more, as this link never expires', async () => {
    const { add, ports, opened } = house();
    await add(person('a', { email: home }));
    const reply = await unsubscribe(opened({ person: 'a', address: home }), ports);
    expect(String(reply.body)).not.toContain('/p/');
  });

  test('opening the link changes nothing', async () => {
    const { add, ports, opened, agrees, state } = house();
    await add(person('a', { email: home }), granted('a', 'email', home));
    const { writes } = state;
    await showUnsubscribe(opened({ person: 'a', address: home }), ports);
    expect([await agrees('a'), state.writes]).toEqual([true, writes]);
  });

  test('of somebody erased it stops the address for whoever shares it, and writes nothing on the record that is gone', async () => {
    const { add, erase, ports, opened, agrees, consentsOf } = house();
    await add(person('a', { email: home }));
    await add(person('b', { email: home }), granted('b', 'email', home));
    await erase('a');
    expect((await unsubscribe(opened({ person: 'a', address: home }), ports)).statusCode).toBe(200);
    expect([await agrees('b'), await consentsOf('a')]).toEqual([false, []]);
  });

  test('a link that was not signed here does nothing', async () => {
    const { ports } = house();
    const forged = signLink('another key', { purpose: 'unsubscribe', subject: 't1', person: 'a' });
    const event = { pathParameters: { token: forged } } as unknown as HttpEvent;
    expect((await unsubscribe(event, ports)).statusCode).toBe(404);
  });
});
