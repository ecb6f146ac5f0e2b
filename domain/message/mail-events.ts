import type { DeliveryNews } from './delivery-news.ts';

/** An event of SES, in the shape of event publishing (`eventType`) or of feedback notifications (`notificationType`). */
export interface SesEvent {
  readonly eventType?: string;
  readonly notificationType?: string;
  readonly mail?: {
    readonly messageId?: string;
    readonly destination?: readonly string[];
    readonly tags?: Readonly<Record<string, readonly string[]>>;
  };
  readonly complaint?: { readonly complaintFeedbackType?: string | null };
  readonly bounce?: {
    readonly bounceType?: string;
    readonly bouncedRecipients?: readonly { readonly status?: string }[];
  };
}

type Said = Pick<DeliveryNews, 'outcome' | 'suppress'>;

/** SES's transient bounces of a mailbox that does not exist there are permanent in all but name. */
const noSuchHost = '5.4.4';

function bounceOf({ bounce }: SesEvent): Said {
  const statuses = bounce?.bouncedRecipients?.map(({ status }) => status) ?? [];
  const hard = bounce?.bounceType === 'Permanent' || statuses.includes(noSuchHost);
  return hard ? { outcome: 'failed', suppress: 'hard-bounce' } : { outcome: 'held-up' };
}

function saidBy(event: SesEvent): Said | undefined {
  const type = event.eventType ?? event.notificationType;
  if (type === 'Delivery') return { outcome: 'delivered' };
  // Whoever takes a mail out of their spam folder says the opposite of a complaint.
  if (type === 'Complaint')
    return event.complaint?.complaintFeedbackType === 'not-spam'
      ? { outcome: 'delivered' }
      : { outcome: 'complained', suppress: 'complaint' };
  // SES took it, and then did not send it: a virus, or a template without its values.
  if (type === 'Reject' || type === 'Rendering Failure') return { outcome: 'failed' };
  return type === 'Bounce' ? bounceOf(event) : undefined;
}

/** What became of a mail; undefined for events that settle nothing. */
export function newsOfMail(event: SesEvent): DeliveryNews | undefined {
  const said = saidBy(event);
  if (!said) return undefined;
  const { messageId = '', destination = [], tags = {} } = event.mail ?? {};
  return {
    channel: 'email',
    providerId: messageId,
    about: Object.fromEntries(Object.entries(tags).map(([name, [value = '']]) => [name, value])),
    ...(destination[0] ? { to: destination[0].toLowerCase() } : {}),
    ...said,
  };
}
