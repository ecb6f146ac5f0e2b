import type { PatientWay } from '../message/patient-ways.ts';
import type { InquiryFile } from './inquiries.ts';
import type { InquiryMessage } from './message.ts';
import { addressText, addressTexts, writtenFrom } from './proved-addresses.ts';

type Conversation = Pick<InquiryFile, 'inquiry' | 'messages'>;

/** Whether a message came by this very channel, from this very address: not one that was typed, and no call. */
const cameBy = ({ inquiry }: Conversation, message: InquiryMessage, way: PatientWay): boolean =>
  message.direction === 'in' &&
  message.typed !== true &&
  message.channel === way.channel &&
  addressTexts(writtenFrom(inquiry, message)).includes(addressText(way));

/** When the patient wrote last by this very channel and address (ISO): STOP and its like ask for no answer. */
export const wroteLastBy = (conversation: Conversation, way: PatientWay): string | undefined =>
  conversation.messages
    .filter((message) => message.keyword !== true && cameBy(conversation, message, way))
    .map(({ at }) => at)
    .toSorted()
    .at(-1);

/** When the conversation began (ISO), where everything in it came by this very channel and address; undefined where anything did not. */
export function allCameBy(conversation: Conversation, way: PatientWay): string | undefined {
  const received = conversation.messages.filter(({ direction }) => direction === 'in');
  return received.every((message) => cameBy(conversation, message, way))
    ? received.map(({ at }) => at).toSorted()[0]
    : undefined;
}
