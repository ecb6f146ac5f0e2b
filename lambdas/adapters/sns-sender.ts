import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import type { About, Pager, SendOutcome, Texter } from '../../domain/message/senders.ts';
import { refusalOf } from './refusal.ts';
import { sending } from './time-limits.ts';

const client = new SNSClient(sending);

const attributes = (about: About) =>
  Object.fromEntries(
    Object.entries(about).map(([name, value]) => [name, { DataType: 'String', StringValue: String(value) }]),
  );

const refusals = new Set([
  'InvalidParameterException',
  'InvalidParameter',
  'OptedOutException',
  'OptedOut',
  'NotFoundException',
  'NotFound',
  'AuthorizationErrorException',
  'AuthorizationError',
  'EndpointDisabledException',
  'ThrottledException',
  'Throttled',
  'ThrottlingException',
]);

const throttles = new Set(['ThrottledException', 'Throttled', 'ThrottlingException']);

async function publish(command: PublishCommand): Promise<SendOutcome> {
  try {
    const { MessageId } = await client.send(command);
    return { state: 'accepted', providerId: MessageId ?? '' };
  } catch (error) {
    if (error instanceof SNSServiceException && refusals.has(error.name))
      return refusalOf(error.name, throttles);
    throw error;
  }
}

/** Texts by SNS, one way. */
export const snsTexter = (): Texter => ({
  send: ({ to, text, about }) =>
    publish(
      new PublishCommand({
        PhoneNumber: to,
        Message: text,
        MessageAttributes: {
          'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
          ...attributes(about),
        },
      }),
    ),
});

/** Pages by a topic of the practice's pager service: JSON without content and without a link that acts. */
export const snsPager = (): Pager => ({
  page: (topicArn, { inquiryId, level, about }) =>
    publish(
      new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify({ heard: 'urgent-case', inquiryId, level }),
        MessageAttributes: attributes(about),
      }),
    ),
});

/** Tells the practice's own tools that there is a task; ids only, whoever may see more looks it up. */
export const snsTasks = (topicArn: string) => ({
  announce: (task: {
    readonly id: string;
    readonly patientId: string;
    readonly location: string;
  }): Promise<SendOutcome> =>
    publish(
      new PublishCommand({
        TopicArn: topicArn,
        Message: JSON.stringify({
          heard: 'call-task',
          taskId: task.id,
          patientId: task.patientId,
          location: task.location,
        }),
        MessageAttributes: attributes({
          audience: 'staff',
          kind: 'task',
          patientId: task.patientId,
          touchId: task.id,
        }),
      }),
    ),
});
