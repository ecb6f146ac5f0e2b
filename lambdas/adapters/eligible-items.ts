import type { EligibleEvent } from '../../domain/measure/facts.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { type Documents, type Item, partition } from './documents.ts';

/** A month is a partition, so that a report reads only the months that it is about. */
export const eligiblePk = (month: string): string => `eligible#${month}`;

const eventKey = ({ patientId, item, episode, on }: EligibleEvent) => ({
  pk: eligiblePk(on.slice(0, 7)),
  sk: `event#${patientId}#${item}#${episode}`,
});

const eventOf = ({ pk, sk, ...event }: Item): EligibleEvent => {
  void [pk, sk];
  return event as unknown as EligibleEvent;
};

type Eligible = Pick<Outreach, 'noteEligible' | 'noteTouched' | 'eligibleIn'>;

/** Who became eligible for contact, and who was contacted, by month. */
export const eligibleItems = (items: Documents): Eligible => ({
  noteEligible: async (event) => {
    await items.putIf({ ...eventKey(event), ...event });
  },
  noteTouched: async ({ patientId, on }) => {
    await items.putIf({ pk: eligiblePk(on.slice(0, 7)), sk: `touched#${patientId}`, patientId });
  },
  eligibleIn: async (month) => {
    const all = await items.all(partition(eligiblePk(month)));
    return {
      events: all.filter(({ sk }) => String(sk).startsWith('event#')).map(eventOf),
      touched: all
        .filter(({ sk }) => String(sk).startsWith('touched#'))
        .map(({ patientId }) => String(patientId)),
    };
  },
});
