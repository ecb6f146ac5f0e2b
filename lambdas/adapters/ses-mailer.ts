import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { About, Mail, Mailer, SendOutcome } from '../../domain/message/senders.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { refusalOf } from './refusal.ts';
import { sending } from './time-limits.ts';

const client = new SESv2Client(sending);

export const tags = (about: About): { Name: string; Value: string }[] =>
  Object.entries(about).map(([Name, Value]) => ({
    Name,
    Value: String(Value).replaceAll(/[^A-Za-z0-9_.@-]/g, '-'),
  }));

/** Errors after which the message certainly did not leave. */
const refusals = new Set([
  'MessageRejected',
  'BadRequestException',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
  'SendingPausedException',
  'NotFoundException',
  'TooManyRequestsException',
  'LimitExceededException',
  'ThrottlingException',
]);

/** Of these the errors that say no more than: not so many at once, or in a day. */
const throttles = new Set(['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException']);

/** Mail from the practice's own addresses, each stream under its configuration set. Answers go to `replyTo` where a mail names nothing else. */
export function sesMailer(
  { name, mail: from }: Pick<Practice, 'name' | 'mail'>,
  configurationSets: { readonly care?: string; readonly marketing?: string },
  replyTo = from.replyTo,
): Mailer {
  async function send(mail: Mail): Promise<SendOutcome> {
    const answersTo = mail.replyTo ?? replyTo;
    const headers = Object.entries(mail.headers ?? {}).map(([Name, Value]) => ({ Name, Value }));
    const output = await client.send(
      new SendEmailCommand({
        FromEmailAddress: `"${name.replaceAll('"', '')}" <${from[mail.stream]}>`,
        Destination: { ToAddresses: [mail.to] },
        ...(answersTo ? { ReplyToAddresses: [answersTo] } : {}),
        ConfigurationSetName: configurationSets[mail.stream],
        EmailTags: tags(mail.about),
        Content: {
          Simple: {
            Subject: { Data: mail.subject, Charset: 'UTF-8' },
            Body: {
              Text: { Data: mail.text, Charset: 'UTF-8' },
              ...(mail.html ? { Html: { Data: mail.html, Charset: 'UTF-8' } } : {}),
            },
            ...(headers.length > 0 ? { Headers: headers } : {}),
          },
        },
      }),
    );
    return { state: 'accepted', providerId: output.MessageId ?? '' };
  }

  return {
    send: async (mail) => {
      try {
        return await send(mail);
      } catch (error) {
        if (error instanceof SESv2ServiceException && refusals.has(error.name))
          return refusalOf(error.name, throttles);
        throw error;
      }
    },
  };
}
