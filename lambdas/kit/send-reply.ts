import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { PatientWay } from '../../domain/message/patient-ways.ts';
import type { PatientSenders, SendOutcome } from '../../domain/message/senders.ts';
import { loggingFailure } from './logger.ts';
import { sendToPatient } from './to-patient.ts';

export interface ReplySenders extends PatientSenders {
  readonly compose: (
    inquiry: Inquiry,
    text: string,
    way: PatientWay,
  ) => { readonly subject: string; readonly text: string };
  readonly replyTo: (inquiryId: string) => Promise<string | undefined>;
}

/** Sends a reply of the staff by one way, once; a mail threads with the patient's own. */
export function sendReply(senders: ReplySenders) {
  return async (inquiry: Inquiry, text: string, messageId: string, way: PatientWay): Promise<SendOutcome> => {
    const about = { audience: 'patient', kind: 'reply', inquiryId: inquiry.id, messageId } as const;
    const { lastMailId } = inquiry;
    const headers: Readonly<Record<string, string>> = lastMailId
      ? { 'In-Reply-To': lastMailId, References: lastMailId }
      : {};
    const replyTo = way.channel === 'email' ? await senders.replyTo(inquiry.id) : undefined;
    const mail = { headers, ...(replyTo ? { replyTo } : {}) };
    return loggingFailure({ inquiryId: inquiry.id, messageId }, async () =>
      sendToPatient(senders, way, {
        ...senders.compose(inquiry, text, way),
        about,
        within: 'human-agent',
        mail,
      }),
    );
  };
}
