import type { PatientRecord } from '../patient/patient.ts';
import type { RecallItem } from './recall-item.ts';
import type { ItemType } from './recall-rules.ts';

/** Which reason speaks when several come together: a visit that is near, then a paid one, reactivation last. */
const order: readonly ItemType[] = ['series', 'due', 'consult', 'restock', 'campaign', 'lapsed'];

/** A visit that is over is not reminded of, whatever kept its reminder waiting. */
export const isReady = ({ type, state, nextOn, dueOn }: RecallItem, today: string): boolean =>
  state === 'open' && nextOn !== undefined && nextOn <= today && (type !== 'reminder' || dueOn >= today);

/** A prescription is a clinician's task and no contact. */
const isContact = (item: RecallItem, today: string): boolean => !item.clinician && isReady(item, today);

/**
 * Items whose day has come, the one that speaks first. What has words of its own (a campaign, reactivation) goes alone; reactivation never runs
 * beside another reason. A prescription is none of them: a clinician has it.
 */
export function readyItems(record: PatientRecord, today: string): readonly RecallItem[] {
  const rank = ({ type, paid }: RecallItem): number =>
    type === 'reminder' ? -2 : paid ? -1 : order.indexOf(type);
  const ready = record.items.filter((item) => isContact(item, today)).sort((a, b) => rank(a) - rank(b));
  const [leading] = ready;
  if (!leading) return [];
  if (leading.type === 'lapsed') {
    const others = record.items.some(({ type, state }) => type !== 'lapsed' && state === 'open');
    return others ? [] : [leading];
  }
  if (leading.type === 'campaign') return [leading];
  if (leading.type === 'reminder')
    return ready.filter(({ type, dueOn }) => type === 'reminder' && dueOn === leading.dueOn);
  return ready.filter(({ type }) => type !== 'campaign' && type !== 'lapsed');
}

/** Items whose day has come and that a touch of today is not for: what has words of its own went first. */
export const leftOver = (
  { items }: PatientRecord,
  touched: readonly { readonly id: string }[],
  today: string,
): readonly RecallItem[] =>
  items.filter((item) => isContact(item, today) && !touched.some(({ id }) => id === item.id));
