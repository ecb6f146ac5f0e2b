import type { Notice } from '../inquiry/notice.ts';

export type NoticeKind = Notice['kind'];

type ToPatient = 'safety' | 'acknowledgement' | 'delay';
/** What a notice's key says: to a patient about one message, or to one person of the staff by one way in one round. */
export type NoticeKey =
  | { readonly kind: ToPatient; readonly messageId: string }
  | {
      readonly kind: Exclude<NoticeKind, ToPatient>;
      readonly round: string;
      readonly staff: string;
      readonly way: NonNullable<Notice['way']>;
    };

/** The key under which a notice is recorded and made once only (G4). Only ids stand in it. */
export function writeKey(key: NoticeKey): string {
  return 'messageId' in key
    ? `${key.kind}#${key.messageId}`
    : [key.kind, key.round, key.staff, key.way].join('#');
}

const staffKinds = ['page', 'alert', 'gap', 'warning', 'welfare', 'undelivered', 'named-call'] as const;

/** Reads a key that `writeKey` wrote. Throws on any other. */
export function readKey(key: string): NoticeKey {
  const [kind, a = '', b = '', c = ''] = key.split('#');
  if (kind === 'safety' || kind === 'acknowledgement' || kind === 'delay') return { kind, messageId: a };
  const staffKind = staffKinds.find((known) => known === kind);
  if (staffKind && (c === 'email' || c === 'sms' || c === 'call' || c === 'topic'))
    return { kind: staffKind, round: a, staff: b, way: c };
  throw new Error('This is no key of a notice.');
}
