import type { EligibleEvent } from '../measure/facts.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { type RecallRules, type RecallType, recallTypes } from './recall-rules.ts';
import type { Touch } from './touch.ts';

/** The type of a recall item, by its id: `<type>#<what>`; undefined for a reminder of a booked visit, which brings nobody back. */
export function typeOfItem(id: string): RecallType | undefined {
  const [type] = id.split('#');
  if (type === 'reminder') return undefined;
  return recallTypes.find((known) => known === type) ?? 'due';
}

/**
 * The episodes that begin to be contacted with a touch, or would if they were not held out: one event for each item of it that had no attempt before.
 * Care and paid sessions are never held out, so their share is 0.
 */
export function eligibleEvents(
  touch: Touch,
  { patient, items, household }: PatientRecord,
  { holdout }: Pick<RecallRules, 'holdout'>,
): readonly EligibleEvent[] {
  const paid = items.some((item) => item.paid === true && touch.items.some(({ id }) => id === item.id));
  const share = paid || touch.class === 'care' ? 0 : holdout.share;
  return touch.items
    .filter(({ attempts }) => attempts === 0)
    .flatMap(({ id, episode }) => {
      const type = typeOfItem(id);
      if (type === undefined) return [];
      return [
        {
          patientId: patient.id,
          household: household ?? patient.id,
          item: id,
          episode,
          type,
          location: touch.location,
          on: touch.on,
          heldOut: touch.state === 'held-out',
          share,
          wouldHaveSent: { channel: touch.channel, template: touch.template },
        },
      ];
    });
}
