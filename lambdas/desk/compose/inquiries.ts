import escalation from 'practice:escalation';
import replyTemplates from 'practice:reply-templates';
import revealing from 'practice:revealing-words';
import treatments from 'practice:treatments';
import { keepGiven } from '../../../domain/consent/given-consents.ts';
import { conversationsOf } from '../../../domain/inquiry/elsewhere.ts';
import { recognised } from '../../../domain/inquiry/known-sender.ts';
import { isProved } from '../../../domain/inquiry/proved-addresses.ts';
import { fileLinks } from '../../adapters/file-links.ts';
import { patientSenders } from '../../adapters/patient-senders.ts';
import { secret } from '../../adapters/secret-store.ts';
import { addressKeysOf } from '../../kit/address-key.ts';
import { log } from '../../kit/logger.ts';
import { mayAnswer } from '../../kit/may-answer.ts';
import { addressKeysOf as patientKeysOf } from '../../kit/patient-keys.ts';
import { assess } from '../../kit/red-flag-check.ts';
import { sendReply } from '../../kit/send-reply.ts';
import { sha256 } from '../../kit/sha256.ts';
import type { Operation } from '../operation.ts';
import { inquiryOperations } from '../operations/inquiries.ts';
import { loggedOperations } from '../operations/logged.ts';
import {
  addressKey,
  environment,
  inquiries,
  outreach,
  practice,
  recalls,
  revocations,
  staff,
  starts,
} from './ports.ts';

/** What the desk does with inquiries: those that came in, and those that staff write down. */
export const inquiryDesk: readonly Operation[] = [
  ...inquiryOperations({
    inquiries,
    escalations: starts,
    rules: escalation.value,
    policyVersion: escalation.version,
    files: fileLinks(environment.MAIL_BUCKET),
    replyTemplates: replyTemplates.value,
    revealing: revealing.value,
    staff,
    practice,
    send: sendReply(
      patientSenders(practice, environment),
      secret(environment.LINK_KEY),
      environment.PUBLIC_URL,
    ),
    ...mayAnswer({ patients: recalls.patients, outreach, addressKey }),
  }),
  ...loggedOperations({
    assess,
    inquiries,
    escalations: starts,
    rules: escalation.value,
    practice,
    recognised: (arrival, now) =>
      recognised(
        arrival,
        {
          patients: recalls.patients,
          types: treatments.value.treatments,
          conversations: (patient) =>
            conversationsOf(patient, {
              inquiries,
              patients: recalls.patients,
              addressKeys: async (contact) => addressKeysOf(await addressKey(), contact),
            }),
          unknown: (error) =>
            log.error(
              'An emergency goes on without what is known of its sender.',
              { messageId: arrival.messageId },
              error,
            ),
        },
        now,
      ),
    register: { inquiries, escalations: starts, rules: escalation },
    revocations,
    addressKeys: async (contact) => addressKeysOf(await addressKey(), contact),
    keepGiven: (message, inquiry, now) =>
      keepGiven(message, {
        proved: ({ channel, address }) =>
          isProved(inquiry, message.contact, { kind: channel === 'text' ? 'phone' : 'email', address }),
        patients: recalls.patients,
        outreach,
        addressKeys: async ({ phone, email }) =>
          patientKeysOf(await addressKey(), { ...(phone ? { phone } : {}), ...(email ? { email } : {}) }),
        sha256,
        seller: practice.name,
        now,
      }),
  }),
];
