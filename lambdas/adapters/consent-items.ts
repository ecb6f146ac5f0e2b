import { createHash } from 'node:crypto';
import { chained } from '../../domain/consent/chain.ts';
import type { AddressConsent, ConsentEvent } from '../../domain/consent/consent-event.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import { type Documents, partition } from './documents.ts';
import { leavingOut } from './leave-out.ts';

const without = leavingOut();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const attempts = 20;
const wide = 8;

/**
 * Consent events, in the order of appending. Each stands under its number, and a number is taken once: of two appends at the same time one
 * finds its number taken, reads again and goes behind the other, so the chain never forks.
 */
export const consentItems = (
  items: Documents,
): Pick<Patients, 'addConsent' | 'redactConsent' | 'keepForAddress' | 'ofAddress'> => ({
  addConsent: async (event) => {
    const pk = `patient#${event.patientId}`;
    for (let tries = 0; tries < attempts; tries += 1) {
      const known = (await items.all(partition(pk, 'consent#'))).map((item) => without<ConsentEvent>(item));
      if (known.some(({ id }) => id === event.id)) return;
      const sk = `consent#${String(known.length + 1).padStart(wide, '0')}`;
      if (await items.putIf({ pk, sk, ...chained(event, known.at(-1), sha256) })) return;
    }
    throw new Error('The consent of this patient kept changing; try again.');
  },
  redactConsent: async (event) => {
    const pk = `patient#${event.patientId}`;
    const stored = await items.all(partition(pk, 'consent#'));
    const line = stored.find(({ id }) => id === event.id);
    // What stands in the chain stays there; the line itself can be checked no more.
    if (line) await items.put({ ...event, pk, sk: String(line.sk), chain: line.chain, redacted: true });
  },
  keepForAddress: async (addressKey, event) => {
    await items.putIf({ pk: `address#${addressKey}`, sk: `consent#${event.id}`, ...event });
  },
  ofAddress: async (addressKey) =>
    (await items.all(partition(`address#${addressKey}`))).map((item) => without<AddressConsent>(item)),
});
