import type { LinkClaims } from './signed-link.ts';

const linkMilliseconds = 7 * 86_400_000;

/** Until when the link in an alert works (ISO). */
export const alertLinkUntil = (sentAt: Date): string =>
  new Date(sentAt.getTime() + linkMilliseconds).toISOString();

/** When the alert with this link was sent (ISO); undefined for a link that never expires, which none of an alert does. */
export const alertSentAt = ({ expiresAt }: LinkClaims): string | undefined =>
  expiresAt === undefined ? undefined : new Date(Date.parse(expiresAt) - linkMilliseconds).toISOString();
