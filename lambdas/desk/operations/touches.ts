import * as z from 'zod/mini';
import { treatmentsOf } from '../../../domain/campaign/campaign.ts';
import { DomainError } from '../../../domain/errors.ts';
import { composeScript } from '../../../domain/message/compose-script.ts';
import type { TouchWords } from '../../../domain/message/compose-touch.ts';
import { inOwnLanguage } from '../../../domain/message/own-language.ts';
import { previewTouch } from '../../../domain/message/preview-touch.ts';
import { sampleLinks, samplePatient, sampleTouch } from '../../../domain/message/sample-patient.ts';
import type { Spoke, Spoken } from '../../../domain/message/touch-values.ts';
import { type Addressed, addressed } from '../../../domain/patient/guardian.ts';
import { localDay } from '../../../domain/recall/local-day.ts';
import { messageClasses, outreachChannels } from '../../../domain/recall/recall-rules.ts';
import { asItStands, type StandingPorts } from '../../../domain/recall/task-standing.ts';
import { slotIn } from '../../../domain/recall/touch.ts';
import { zoneOf } from '../../../domain/recall/zones.ts';
import { type Operation, operation } from '../operation.ts';
import { taskWithin } from '../reach.ts';
import { CallTaskView } from '../recall-schemas.ts';
import { taskView } from '../recall-view.ts';
import { livingOf } from '../record-access.ts';

export interface TouchPorts extends Omit<StandingPorts, 'now'> {
  readonly words: TouchWords;
}

const Script = z.object({
  opening: z.string(),
  say: z.array(z.string()),
  voicemail: z.string(),
  message: z.string(),
  answers: z.array(z.object({ asked: z.string(), answer: z.string() })),
});

const Preview = z.object({
  subject: z.nullable(z.string()),
  text: z.nullable(z.string()),
  html: z.nullable(z.string()),
  script: z.nullable(Script),
  segments: z.nullable(z.int()),
  encoding: z.nullable(z.enum(['GSM-7', 'UCS-2'])),
  findings: z.array(z.string()),
});

/** R47, R48. */
const windowNote =
  'Write only where the patient wrote to that page or number first. Messenger and Instagram: for 24 hours after their last message, and up to 7 days when you type it yourself and it promotes nothing. WhatsApp: 24 hours. Later, call or send a mail.';

async function spokenOf(
  { patients, words }: Pick<TouchPorts, 'patients' | 'words'>,
  patientId: string | undefined,
  language: 'en' | 'es' | undefined,
): Promise<Spoken> {
  if (patientId === undefined)
    return samplePatient(language ?? 'en', words.practice.locations[0]?.id ?? '', true);
  const record = inOwnLanguage(await livingOf({ patients }, patientId));
  return { ...record, patient: { ...record.patient, ...(language ? { language } : {}) } };
}

/** What a campaign is about, and its offer as a message would carry it, under an invented code. */
async function campaignOf(
  { campaigns }: TouchPorts,
  campaignId: string | undefined,
  language: 'en' | 'es',
): Promise<Partial<Spoke>> {
  if (campaignId === undefined) return {};
  const campaign = await campaigns.find(campaignId);
  if (!campaign) throw new DomainError('not-found', 'There is no such campaign.');
  const { offer } = campaign.content;
  const about = treatmentsOf(campaign.content);
  if (!offer) return { about };
  const { offerCode = '' } = sampleTouch('', 'marketing', true);
  return {
    about,
    offerCode,
    offerBookBy: offer.bookBetween.until,
    offerUntil: offer.validBetween.until,
    ...(offer.description ? { offerGives: offer.description[language] } : {}),
  };
}

/** Whom to call in the place of a patient under 18. */
const spokenWith = ({ guardian }: Addressed) =>
  guardian
    ? { name: guardian.name, relationship: guardian.relationship, phone: guardian.phone ?? null }
    : null;

/** How words read before they are sent, and what a person says who makes a touch. */
export const touchOperations = (ports: TouchPorts): readonly Operation[] => [
  operation({
    id: 'previewTouch',
    method: 'POST',
    path: '/v1/touches/preview',
    summary:
      'How a template reads for a patient (or an invented one) on a channel, with segments and what stands in the way; nothing is sent',
    body: z.strictObject({
      template: z.string().check(z.regex(/^[a-z0-9-]{2,60}$/)),
      channel: z.enum(outreachChannels),
      class: z._default(z.enum(messageClasses), 'recall'),
      language: z.optional(z.enum(['en', 'es'])),
      patientId: z.optional(z.string()),
      /** The item it would be for, such as reminder#visit-1. */
      itemId: z.optional(z.string()),
      /** The campaign whose offer it would carry; the code is an invented one. */
      campaignId: z.optional(z.string()),
    }),
    success: { status: 200, schema: Preview },
    subjects: ({ patientId }) => [patientId],
    run: async ({ body }) => {
      const { template, channel, patientId, language, itemId, campaignId } = body;
      const record = await spokenOf(ports, patientId, language);
      const sample = sampleTouch(template, body.class, true, record.patient.language);
      const campaign = await campaignOf(ports, campaignId, record.patient.language);
      const items = itemId === undefined ? [] : [{ id: itemId, episode: '', attempts: 0, attempt: 0 }];
      const touch = patientId === undefined ? sample : { template, class: body.class, items };
      return { body: previewTouch(channel, { ...touch, ...campaign }, record, sampleLinks, ports.words) };
    },
  }),
  operation({
    id: 'callTask',
    method: 'GET',
    path: '/v1/recall/tasks/{id}',
    summary:
      'A task with what to say, word for word what to leave on a machine, answers to the usual questions, and what was noted when the patient asked to be called back',
    success: {
      status: 200,
      schema: z.object({
        task: CallTaskView,
        patient: z.object({ name: z.string(), phone: z.nullable(z.string()) }),
        /** Whom to speak with instead, where the patient is under 18. */
        guardian: z.nullable(
          z.object({ name: z.string(), relationship: z.string(), phone: z.nullable(z.string()) }),
        ),
        words: z.nullable(Script),
        note: z.nullable(z.string()),
        callBack: z.nullable(
          z.object({ note: z.nullable(z.string()), by: z.string(), at: z.iso.datetime() }),
        ),
      }),
    },
    run: async ({ parameters, member, now }) => {
      const { practice } = ports.words;
      const open = await taskWithin({ ...ports, practice }, member, parameters.id);
      const { task, notNow } = await asItStands({ ...ports, now }, open);
      const record = await ports.patients.record(task.patientId);
      if (!record) throw new DomainError('not-found', 'There is no such task.');
      const to = addressed(record, localDay(now, zoneOf(record.patient, practice)));
      const touch = await ports.outreach.findTouch(task.patientId, slotIn(task.touchId));
      const words =
        touch && task.script ? composeScript(touch, inOwnLanguage(to.record), ports.words) : undefined;
      const note = task.kind === 'social' ? windowNote : null;
      const { firstName, lastName, phone } = record.patient;
      const patient = { name: `${firstName} ${lastName}`.trim(), phone: phone ?? null };
      const callBack = task.callBack ? { ...task.callBack, note: task.callBack.note ?? null } : null;
      const guardian = spokenWith(to);
      const body = { task: taskView(task, notNow), patient, guardian, words: words ?? null, note, callBack };
      return { about: [task.patientId], body };
    },
  }),
];
