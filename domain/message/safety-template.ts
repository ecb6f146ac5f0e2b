import type { InquiryMessage } from '../inquiry/message.ts';

const selfHarm = 'F12';
const vision = 'F1';

/** The name of the safety reply to a message (R59): self-harm and sight have words of their own. */
export function safetyTemplate(message: Pick<InquiryMessage, 'flags'> | undefined): string {
  if (message?.flags?.includes(selfHarm)) return 'safety-self-harm';
  return message?.flags?.includes(vision) ? 'safety-vision' : 'safety';
}
