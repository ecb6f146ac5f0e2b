import { randomUUID } from 'node:crypto';
import type { Resource } from '../assembly/assembly.ts';
import type { Clock } from '../service.ts';

export interface InboundOptions {
  readonly clock: Clock;
  readonly receiptRules: readonly Resource[];
  readonly topics: readonly Resource[];
  readonly publish: (topicArn: string, message: string) => void;
  readonly put: (bucket: string, key: string, body: Buffer) => Promise<void>;
}

/** What comes in by AWS's own way: a mail by SES, bucket and topic, a text by the topic of its number. */
export interface Inbound {
  /** Raw MIME; throws a sentence when no receipt rule takes it. */
  mail(raw: Buffer, recipients: readonly string[]): Promise<{ messageId: string }>;
  text(text: { from: string; to: string; text: string }): { messageId: string };
}

interface ReceiptRule {
  readonly Recipients?: readonly string[];
  readonly Actions?: readonly {
    readonly S3Action?: {
      readonly BucketName: string;
      readonly ObjectKeyPrefix?: string;
      readonly TopicArn?: string;
    };
  }[];
}

/** The head of a mail, unfolded, as SES repeats it in its notice. */
function headersOf(raw: Buffer): { name: string; value: string }[] {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const lines = text
    .slice(0, end)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  return lines.flatMap((line) => {
    const at = line.indexOf(':');
    return at > 0 ? [{ name: line.slice(0, at), value: line.slice(at + 1).trim() }] : [];
  });
}

const addresses = (value: string): string[] => value.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? [];

const takes = (rule: ReceiptRule, recipient: string): boolean =>
  rule.Recipients === undefined ||
  rule.Recipients.some((taken) => recipient === taken || recipient.endsWith(`@${taken}`));

export function createInbound({ clock, receiptRules, topics, publish, put }: InboundOptions): Inbound {
  const rules = receiptRules.map(({ properties }) => properties.Rule as ReceiptRule);
  const textTopic = topics.find(({ name }) => name.includes('InboundTexts'))?.identity.ref;

  function noticeOf(raw: Buffer, messageId: string, recipients: readonly string[], action: object): object {
    const headers = headersOf(raw);
    const all = (name: string) => headers.filter((header) => header.name.toLowerCase() === name);
    const one = (name: string): string => all(name)[0]?.value ?? '';
    const timestamp = new Date(clock.now()).toISOString();
    const pass = { status: 'PASS' };
    return {
      notificationType: 'Received',
      mail: {
        timestamp,
        source: addresses(one('from'))[0] ?? '',
        messageId,
        destination: recipients,
        headersTruncated: false,
        headers,
        commonHeaders: {
          from: [one('from')],
          to: [one('to')],
          subject: one('subject'),
          messageId: one('message-id'),
        },
      },
      receipt: {
        timestamp,
        recipients,
        spamVerdict: one('x-local-spam') === 'yes' ? { status: 'FAIL' } : pass,
        virusVerdict: pass,
        spfVerdict: pass,
        dkimVerdict: pass,
        dmarcVerdict: pass,
        action,
      },
    };
  }

  return {
    mail: async (raw, given) => {
      const named = headersOf(raw).filter(({ name }) => /^(to|cc)$/i.test(name));
      const recipients = given.length > 0 ? given : named.flatMap(({ value }) => addresses(value));
      const lower = recipients.map((recipient) => recipient.toLowerCase());
      const rule = rules.find((candidate) => lower.some((recipient) => takes(candidate, recipient)));
      const action = rule?.Actions?.find(({ S3Action }) => S3Action !== undefined)?.S3Action;
      if (!action)
        throw new Error(
          'No receipt rule takes this recipient: write to the domain of mail.inbound in practice.yaml.',
        );
      const messageId = randomUUID().replaceAll('-', '');
      const key = `${action.ObjectKeyPrefix ?? ''}${messageId}`;
      await put(action.BucketName, key, raw);
      const told = { type: 'S3', topicArn: action.TopicArn, bucketName: action.BucketName, objectKey: key };
      if (action.TopicArn)
        publish(action.TopicArn, JSON.stringify(noticeOf(raw, messageId, recipients, told)));
      return { messageId };
    },
    text: ({ from, to, text }) => {
      if (!textTopic) throw new Error('The assembly has no topic for texts that come in.');
      const messageId = randomUUID();
      const message = {
        originationNumber: from,
        destinationNumber: to,
        messageKeyword: 'KEYWORD_000000000000',
        messageBody: text,
        inboundMessageId: messageId,
      };
      publish(textTopic, JSON.stringify(message));
      return { messageId };
    },
  };
}
