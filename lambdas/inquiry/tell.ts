import careTemplates from 'practice:care-templates';
import identity from 'practice:identity';
import staffTemplates from 'practice:staff-templates';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { anybodyToTell } from '../../domain/escalation/anybody.ts';
import { type Orders, tell } from '../../domain/inquiry/tell.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';
import { alertCounts } from '../adapters/alert-counts.ts';
import { connectCaller } from '../adapters/connect-caller.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientSenders } from '../adapters/patient-senders.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { staffDirectory } from '../adapters/practice-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { snsPager } from '../adapters/sns-sender.ts';
import { staffCodes } from '../adapters/staff-codes.ts';
import { alertLinkUntil } from '../kit/alert-link.ts';
import { readEnvironment } from '../kit/env.ts';
import { log, loggingFailure } from '../kit/logger.ts';
import { mayAnswer } from '../kit/may-answer.ts';
import { ownPageLink } from '../kit/own-page-link.ts';
import { replyTo } from '../kit/reply-address.ts';
import { signLink } from '../kit/signed-link.ts';
import { task } from '../kit/task.ts';
import { unprovedTexts } from '../kit/unproved-texts.ts';
import { type NoticePorts, sendNotice } from './send-notice.ts';

const environment = readEnvironment('inquiry/tell');
const inquiries = inquiryTable(environment.INQUIRY_TABLE);
const staff = staffDirectory(environment.PRACTICE_TABLE);
const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });
const codes = staffCodes(environment.INQUIRY_TABLE);
const alerts = alertCounts(environment.INQUIRY_TABLE);
const linkKey = secret(environment.LINK_KEY);
const practice = identity.value;
/** As long as a call may ring and be listened to. */
const claimMinutes = 15;
const voice = practice.channels?.voice;

/** What members were when they were read last: that is at each send. */
const rolesRead = new Map<string, StaffMember['roles']>();

const notices: NoticePorts = {
  ...patientSenders(practice, environment),
  pager: snsPager(),
  ...(voice ? { caller: connectCaller(voice) } : {}),
  claimToken: async ({ id, messageCount }, staffId) => {
    const expiresAt = new Date(Date.now() + claimMinutes * 60_000).toISOString();
    const claim = { purpose: 'claim', subject: id, person: staffId, expiresAt, saw: messageCount } as const;
    return signLink(await linkKey(), claim);
  },
  member: async (id) => {
    const member = await staff.member(id);
    if (member) rolesRead.set(id, member.roles);
    return member;
  },
  anybody: async (inquiry) =>
    anybodyToTell(inquiry, await staff.current(), practice, new Date().toISOString()),
  code: (inquiry, staffId) =>
    codes.codeFor(staffId, inquiry.id, inquiry.messageCount, new Date().toISOString()),
  link: async (inquiryId, staffId) => {
    const expiresAt = alertLinkUntil(new Date());
    const token = signLink(await linkKey(), {
      purpose: 'answer',
      subject: inquiryId,
      person: staffId,
      expiresAt,
    });
    return `${environment.PUBLIC_URL}/a/${token}`;
  },
  patientLink: ownPageLink(linkKey, environment.PUBLIC_URL),
  ...mayAnswer({
    patients: patientTable(environment.PATIENT_TABLE),
    outreach: outreachTable(environment.OUTREACH_TABLE),
    addressKey: secret(environment.ADDRESS_KEY),
  }),
  file: inquiries.file,
  unread: (error) =>
    log.error('A text was not sent, as nobody could read whether texts were stopped.', {}, error),
  ...unprovedTexts(alerts, metrics),
  replyTo: replyTo(linkKey, practice.mail.inbound),
  setting: () => ({
    practice,
    careTemplates: careTemplates.value,
    staffTemplates: staffTemplates.value,
    now: new Date().toISOString(),
  }),
};

interface Input extends Omit<Orders, 'id'> {
  readonly inquiryId: string;
}

async function tellThem({ inquiryId, ...orders }: Input): Promise<void> {
  await tell(
    {
      inquiries,
      // A wake-up needs only the token.
      escalations: escalations(''),
      message: (id, messageId) => inquiries.findMessage(id, messageId),
      notice: (id, key) => inquiries.findNotice(id, key),
      send: (inquiry, key, message) =>
        loggingFailure({ inquiryId, kind: key.kind }, () => sendNotice(notices, inquiry, key, message)),
      alerted: alerts.count,
      alertedAtLeast: alerts.atLeast,
      rolesOf: (id) => rolesRead.get(id),
      now: () => new Date().toISOString(),
    },
    { ...orders, id: inquiryId },
  );
  log.info('They were told.', { inquiryId, run: orders.run, count: orders.notices.length });
}

/** "Tell them and wait": returns when they are told; the machine waits for the token. */
export const handler = task(tellThem, ({ inquiryId, run }) => ({ inquiryId, run }));
