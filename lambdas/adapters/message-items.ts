import type { Outreach } from '../../domain/recall/outreach.ts';
import { slotOf, type Touch } from '../../domain/recall/touch.ts';
import type { documents } from './documents.ts';
import { messageKey, slotKey, without } from './outreach-items.ts';

/** Complaints come weeks later. */
const keptSeconds = 60 * 86_400;

/** Which touch a message was, by the id that its channel gave it. */
export const messageItems = (
  items: ReturnType<typeof documents>,
): Pick<Outreach, 'noteMessage' | 'touchOfMessage'> => ({
  noteMessage: (providerId, touch, at) =>
    items.put({
      ...messageKey(providerId),
      patientId: touch.patientId,
      slot: slotOf(touch),
      expiresAt: Math.floor(Date.parse(at) / 1000) + keptSeconds,
    }),
  touchOfMessage: async (providerId) => {
    const found = await items.get(messageKey(providerId));
    const touch = found && (await items.get(slotKey(String(found.patientId), String(found.slot))));
    return touch && without<Touch>(touch);
  },
});
