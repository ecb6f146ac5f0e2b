import type { Spoken } from '../inquiry/arrival.ts';
import { type AddressOwner, ownersOf } from './address-owners.ts';
import { bringsTexts } from './brings-texts.ts';
import type { AddressConsent } from './consent-event.ts';
import { givenBack } from './given-back.ts';
import { answerKeyword, offerOfCare, wasConfirmed } from './keyword-answer.ts';
import { cameBy, read, saidByNumber } from './read-revocation.ts';
import type { Revocation } from './revocation.ts';
import type { RevocationPorts } from './revocation-ports.ts';
import { giveTasks } from './revocation-tasks.ts';
import { careOnly, type Said, takenBackBy } from './taken-back.ts';
import { unquoted } from './unquoted.ts';
import { inUseAgain, reassigned } from './whose-number.ts';

/** The address that an event is about: none where it is about all. */
function addressOf({ channel }: AddressConsent, { phone, email }: Spoken['contact']): string | undefined {
  if (channel === 'email') return email;
  return channel === 'text' || channel === 'call' ? phone : undefined;
}

async function keepByAddress(
  event: AddressConsent,
  arrival: Spoken,
  { addressKeys, patients }: RevocationPorts,
): Promise<void> {
  const { phone, email } = await addressKeys(arrival.contact);
  const keys = event.channel === 'all' ? [phone, email] : [event.channel === 'email' ? email : phone];
  for (const key of keys) if (key !== undefined) await patients.keepForAddress(key, event);
}

/** By address first, so that a crash leaves the address stopped. */
async function takeBack(
  events: readonly AddressConsent[],
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  for (const event of events) await keepByAddress(event, arrival, ports);
  for (const { id } of people)
    for (const event of events) {
      const address = addressOf(event, arrival.contact);
      await ports.patients.addConsent({ ...event, patientId: id, ...(address ? { address } : {}) });
    }
}

/** START and CARE: texts again, as far as this number had agreed to them or does so now. */
async function giveBack(
  intent: 'start' | 'care',
  said: Said,
  people: readonly AddressOwner[],
  arrival: Spoken,
  ports: RevocationPorts,
): Promise<void> {
  const { phone } = arrival.contact;
  if (!phone) return;
  for (const { id } of people) {
    const record = await ports.patients.record(id);
    if (!record) continue;
    const offer = { wording: offerOfCare(arrival, ports), seller: ports.practice.name, now: ports.now };
    const events =
      intent === 'start'
        ? givenBack(record.consents, id, phone, said, ports.now)
        : [careOnly(id, phone, said, offer)];
    for (const event of events) await ports.patients.addConsent(event);
  }
}

/**
 * Does what a message says about further messages: takes back for everybody who shares the address, and for whoever turns up with it later;
 * tells staff what a person has to settle; answers STOP, HELP and START by one text. Repeating it changes nothing. `writtenDown`: a member of the staff
 * wrote down what was said.
 */
export async function obeyRevocation(
  came: Spoken,
  ports: RevocationPorts,
  writtenDown?: Said['writtenDown'],
): Promise<Revocation> {
  const revocation = read(came, ports.revoking);
  const { intent } = revocation;
  const arrival: Spoken = revocation.spanish ? { ...came, language: 'es' } : came;
  if (intent === 'no') return revocation;
  const said: Said = {
    messageId: arrival.messageId,
    text: unquoted(arrival.text).slice(0, 1000),
    language: arrival.language,
    at: arrival.receivedAt,
    cameBy: cameBy(arrival),
    ...(writtenDown ? { writtenDown } : {}),
  };
  const people = await ownersOf(arrival, ports);
  if (intent === 'care' && !(await wasConfirmed(arrival, ports))) return { ...revocation, intent: 'no' };
  if (intent === 'start' || intent === 'care') await giveBack(intent, said, people, arrival, ports);
  if (intent === 'start') await inUseAgain(arrival, people, ports);
  if (intent !== 'wrong-number' || saidByNumber(arrival)) {
    await takeBack(takenBackBy(revocation, said, ports.now), arrival, people, ports);
    if (intent === 'wrong-number') await reassigned(arrival, people, ports);
  }
  await giveTasks(revocation, arrival, people, ports);
  const brings = intent !== 'start' || (await bringsTexts(arrival, people, ports));
  await answerKeyword(revocation, arrival, ports, brings);
  return revocation;
}
