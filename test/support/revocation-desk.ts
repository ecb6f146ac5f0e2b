import type { AddressConsent, ConsentEvent } from '../../domain/consent/consent-event.ts';
import { revocationReader } from '../../domain/consent/revocation.ts';
import type { RevocationPorts } from '../../domain/consent/revocation-ports.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import { person } from './known-people.ts';
import { fridayMorning, lakeside } from './lakeside.ts';

const revoking = revocationReader(lakeside.revocation, lakeside.revocation.likeness);
export const phone = '+15125550143';
export const grant: ConsentEvent = {
  id: 'grant',
  patientId: 'p1',
  channel: 'text',
  purpose: 'marketing',
  action: 'grant',
  occurredAt: '2026-01-01T00:00:00.000Z',
  recordedAt: '2026-01-01T00:00:00.000Z',
  method: 'web-checkbox',
  actor: 'patient',
  address: phone,
  seller: 'Lakeside Aesthetics',
  affirmative: true,
  wording: { text: 'I agree' },
};

const empty: Partial<PatientRecord> = { treatments: [], items: [] };

/** The ports over plain values, for two patients who share a number and one who is supported from it. */
export function desk(now = fridayMorning) {
  const consents = new Map<string, ConsentEvent[]>([
    ['p1', [grant]],
    ['p2', []],
  ]);
  const byAddress: AddressConsent[] = [];
  const answers: { key: string; at: string }[] = [];
  const sent: string[] = [];
  const tasks = new Map<string, string>();
  const waiting: (string | undefined)[] = [];
  const suppressed: string[] = [];
  const lifted: string[] = [];
  const checks = new Map<string, string>();
  const ports: RevocationPorts = {
    revoking,
    practice: lakeside.identity,
    law: lakeside.law,
    templates: lakeside['care-templates'],
    now,
    taskId: (of) => of,
    addressKeys: async () => ({ phone: 'key' }),
    texter: {
      send: async ({ text }) => {
        sent.push(text);
        return { state: 'accepted', providerId: '1' };
      },
    },
    patients: {
      record: async (id) => ({
        ...(empty as PatientRecord),
        patient: { ...person(id), phone },
        consents: consents.get(id) ?? [],
        checks: checks.has(id)
          ? [{ patientId: id, kind: 'reassigned', number: phone, answer: 'yes', on: now.slice(0, 10) }]
          : [],
      }),
      ofAddress: async () => byAddress,
      byAddress: async () => [{ id: 'p1' }, { id: 'p2' }, { id: 'p3', relation: 'spouse' }],
      addConsent: async (event) => {
        const known = consents.get(event.patientId) ?? [];
        if (!known.some(({ id }) => id === event.id)) consents.set(event.patientId, [...known, event]);
      },
      keepForAddress: async (_key, event) => {
        if (!byAddress.some(({ id }) => id === event.id)) byAddress.push(event);
      },
      saveCheck: async ({ patientId, answer }) => void checks.set(patientId, answer),
    },
    outreach: {
      beginAnswer: async (_key, answer) => {
        if (answers.some(({ key }) => key === answer.key)) return false;
        answers.push(answer);
        return true;
      },
      answersTo: async () => [...answers],
      suppressions: async () =>
        suppressed.map((reason) => ({ address: 'phone', reason: reason as 'wrong-number', at: now })),
      suppress: async (_key, reason) => void suppressed.push(reason),
      liftSuppression: async (_key, reason, { by }) => {
        suppressed.splice(suppressed.indexOf(reason), 1);
        lifted.push(`${reason}: ${by}`);
      },
      addTask: async ({ id, why, revokedAt }) => {
        tasks.set(id, why);
        waiting.push(revokedAt);
      },
    },
  };
  return { ports, consents, byAddress, sent, tasks, suppressed, lifted, checks, waiting };
}
