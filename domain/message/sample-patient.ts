import type { Language } from '../inquiry/inquiry.ts';
import type { MessageClass } from '../recall/recall-rules.ts';
import type { Spoke, Spoken } from './touch-values.ts';

/**
 * An invented patient with a long name, so that words can be tried: `full` has everything that words may speak of, the other as little as
 * there can be.
 */
export function samplePatient(language: Language, location: string, full: boolean): Spoken {
  const patientId = 'sample';
  const visit = {
    patientId,
    id: 'sample',
    on: '2026-11-25',
    status: 'booked' as const,
    location,
    ...(full ? { at: '2026-11-25T16:30:00.000Z' } : {}),
  };
  return {
    patient: {
      id: patientId,
      schema: 1,
      externalId: 'sample',
      firstName: language === 'en' ? 'Christopher' : 'Guadalupe',
      lastName: 'Example',
      language,
      location,
    },
    items: [
      {
        patientId,
        id: 'reminder#sample',
        type: 'reminder',
        lastOn: visit.on,
        dueOn: visit.on,
        episode: visit.on,
        attempts: 0,
        state: 'open',
        ...(full ? { session: 3, sessions: 6 } : {}),
      },
    ],
    appointments: [visit],
    consultations: [],
  };
}

const sampleGives = { en: '20% off your next visit', es: '20% menos en su próxima visita' } as const;

/** A touch for the sample patient. */
export const sampleTouch = (
  template: string,
  purpose: MessageClass,
  full: boolean,
  language: Language = 'en',
): Spoke => ({
  template,
  class: purpose,
  items: [{ id: 'reminder#sample', episode: '2026-11-25', attempts: 0, attempt: 0 }],
  ...(full
    ? {
        offerCode: 'KTR-4XM-9HC',
        offerBookBy: '2026-12-31',
        offerUntil: '2027-01-31',
        offerGives: sampleGives[language],
      }
    : {}),
});

export const sampleLinks = {
  unsubscribe: 'https://intake.example.com/u/sample',
  preferences: 'https://intake.example.com/p/sample',
};
