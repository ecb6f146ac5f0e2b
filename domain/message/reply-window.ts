import type { Channel } from '../inquiry/inquiry.ts';
import { isSocial } from './patient-ways.ts';

const hour = 3_600_000;
/** R47: a business answers within 24 hours of the person's last message. */
const anybody = 24 * hour;
/** R48: on Messenger and Instagram a person of the staff (tag HUMAN_AGENT) may within seven days; WhatsApp has no such thing. */
const humanAgent = 7 * 24 * hour;

/** Until when a social channel lets us answer, as ISO instants; undefined for channels without a window. */
export function replyWindow(
  channel: Channel,
  lastMessageAt: string,
): { readonly anybodyUntil: string; readonly staffUntil: string } | undefined {
  if (!isSocial(channel)) return undefined;
  const from = Date.parse(lastMessageAt);
  return {
    anybodyUntil: new Date(from + anybody).toISOString(),
    staffUntil: new Date(from + (channel === 'whatsapp' ? anybody : humanAgent)).toISOString(),
  };
}
