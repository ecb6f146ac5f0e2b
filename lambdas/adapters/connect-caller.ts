import { createHash } from 'node:crypto';
import {
  ConnectClient,
  ConnectServiceException,
  StartOutboundVoiceContactCommand,
} from '@aws-sdk/client-connect';
import type { Caller, SendOutcome } from '../../domain/message/senders.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { sending } from './time-limits.ts';

const client = new ConnectClient(sending);

type Voice = NonNullable<NonNullable<Practice['channels']>['voice']>;

const refusals = new Set([
  'DestinationNotAllowedException',
  'OutboundContactNotPermittedException',
  'InvalidParameterException',
  'InvalidRequestException',
  'ResourceNotFoundException',
  'LimitExceededException',
  'ThrottlingException',
  'AccessDeniedException',
]);

/**
 * Voice calls to staff by Amazon Connect. The contact flow says the words that it is given, nothing about the patient, and hands the
 * claim token to the function `inquiry/claim-by-call` when 1 is pressed.
 */
export const connectCaller = ({ instance, flow, number }: Voice): Caller => ({
  call: async ({ to, words, language, claim, about }): Promise<SendOutcome> => {
    const key = [about.inquiryId, about.staffId, claim].join(' ');
    try {
      const { ContactId = '' } = await client.send(
        new StartOutboundVoiceContactCommand({
          InstanceId: instance,
          ContactFlowId: flow,
          SourcePhoneNumber: number,
          DestinationPhoneNumber: to,
          ClientToken: createHash('sha256').update(key).digest('hex'),
          Attributes: {
            words,
            language,
            claim,
            ...Object.fromEntries(Object.entries(about).map(([name, value]) => [name, String(value)])),
          },
        }),
      );
      return { state: 'accepted', providerId: ContactId };
    } catch (error) {
      if (error instanceof ConnectServiceException && refusals.has(error.name))
        return { state: 'refused', reason: error.name };
      throw error;
    }
  },
});
