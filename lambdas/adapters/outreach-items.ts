import { slotOf, type Touch } from '../../domain/recall/touch.ts';
import type { Item } from './documents.ts';
import { leavingOut } from './leave-out.ts';

export const touchPk = (patientId: string): string => `touches#${patientId}`;
export const slotKey = (patientId: string, slot: string) => ({ pk: touchPk(patientId), sk: slot });
export const touchKey = (touch: Pick<Touch, 'patientId' | 'on' | 'aftercare'>) =>
  slotKey(touch.patientId, slotOf(touch));
export const taskKey = (id: string) => ({ pk: `task#${id}`, sk: 'task' });
/** A patient's tasks, also those that are done: their erasure goes by it. */
export const tasksOfPk = (patientId: string): string => `tasks-of#${patientId}`;
export const sweepKey = (id: string) => ({ pk: `sweep#${id}`, sk: 'sweep' });
export const decisionKey = (sweepId: string, patientId: string) => ({
  pk: `decisions#${sweepId}`,
  sk: patientId,
});
export const zoneKey = (zone: string) => ({ pk: `swept#${zone}`, sk: 'last' });
export const watchedKey = (zone: string) => ({ pk: `swept#${zone}`, sk: 'watched' });
export const leaseKey = (name: string) => ({ pk: `lease#${name}`, sk: 'lease' });
export const sequenceKey = (version: string) => ({ pk: `sequence#${version}`, sk: 'sequence' });
export const reckoningKey = (zone: string) => ({ pk: `reckoned#${zone}`, sk: 'reckoned' });
export const messageKey = (providerId: string) => ({ pk: `message#${providerId}`, sk: 'message' });
export const pauseKey = { pk: 'pause', sk: 'pause' };
export const countsPk = 'counts';
export const suppressedPk = (addressKey: string): string => `suppressed#${addressKey}`;
export const answeredPk = (addressKey: string): string => `answered#${addressKey}`;
export const contactedPk = (addressKey: string): string => `contacted#${addressKey}`;

/** A stored item without what only the table needs. */
export const without = leavingOut('toSend', 'taskShard', 'sweepShard', 'expiresAt');

const indexed = new Set(['planned', 'sending', 'to-print']);
/** What waits stands in the index: to leave, to be heard of, to be printed. */
export const waiting = ({ state }: Pick<Touch, 'state'>): Item => ({
  toSend: indexed.has(state) ? state : undefined,
});
