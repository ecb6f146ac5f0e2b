import careTemplates from 'practice:care-templates';
import identity from 'practice:identity';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { AnswerWay } from '../../domain/inquiry/may-answer.ts';
import { composeReply, composeReplyLink } from '../../domain/message/compose-notice.ts';
import type { PatientSenders, SendOutcome } from '../../domain/message/senders.ts';
import { loggingFailure } from './logger.ts';
import { ownPageLink } from './own-page-link.ts';
import { replyTo } from './reply-address.ts';
import { sendToPatient } from './to-patient.ts';

/**
 * Sends a reply of the staff by one way, once, in the practice's frame, or as a link to where its words stand; a mail threads with the patient's own,
 * and answers to it come back here.
 */
export function sendReply(senders: PatientSenders, linkKey: () => Promise<string>, publicUrl: string) {
  const practice = identity.value;
  const words = { practice, careTemplates: careTemplates.value };
  const page = ownPageLink(linkKey, publicUrl);
  const addressOf = replyTo(linkKey, practice.mail.inbound);
  return async (
    inquiry: Inquiry,
    text: string,
    messageId: string,
    { way, asLink }: Pick<AnswerWay, 'way' | 'asLink'>,
  ): Promise<SendOutcome> => {
    const about = { audience: 'patient', kind: 'reply', inquiryId: inquiry.id, messageId } as const;
    const { lastMailId } = inquiry;
    const headers: Readonly<Record<string, string>> = lastMailId
      ? { 'In-Reply-To': lastMailId, References: lastMailId }
      : {};
    const answersTo = way.channel === 'email' ? await addressOf(inquiry.id) : undefined;
    const mail = { headers, ...(answersTo ? { replyTo: answersTo } : {}) };
    const wording = asLink
      ? composeReplyLink(inquiry, await page(inquiry.id, way), words, way)
      : composeReply(inquiry, text, words, way);
    return loggingFailure({ inquiryId: inquiry.id, messageId }, async () =>
      sendToPatient(senders, way, {
        ...wording,
        about,
        within: 'human-agent',
        mail,
      }),
    );
  };
}
