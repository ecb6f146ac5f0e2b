import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { Mailer, SendOutcome } from '../../domain/message/senders.ts';
import { loggingFailure } from './logger.ts';

/** Sends a reply of the staff by mail, once. Without an address of the patient the channel refuses it. */
export function sendReply(
  mailer: Mailer,
  compose: (inquiry: Inquiry, text: string) => { readonly subject: string; readonly text: string },
): (inquiry: Inquiry, text: string, messageId: string) => Promise<SendOutcome> {
  return async (inquiry, text, messageId) => {
    const to = inquiry.contact.email;
    if (!to) return { state: 'refused', reason: 'no-address' };
    const about = { audience: 'patient', kind: 'reply', inquiryId: inquiry.id, messageId } as const;
    return loggingFailure({ inquiryId: inquiry.id, messageId }, async () =>
      mailer.send({ stream: 'care', to, ...compose(inquiry, text), about }),
    );
  };
}
