import { setTimeout } from 'node:timers/promises';
import education from 'practice:education';
import identity from 'practice:identity';
import law from 'practice:law';
import recall from 'practice:recall';
import layout from 'practice:recall-layout';
import templates from 'practice:recall-templates';
import revealing from 'practice:revealing-words';
import sources from 'practice:sources';
import treatments from 'practice:treatments';
import { pauseByStanding } from '../../domain/campaign/bad-standing.ts';
import { centsOf } from '../../domain/measure/return.ts';
import { composeMail, composeText } from '../../domain/message/compose-touch.ts';
import { carriedBy } from '../../domain/message/education.ts';
import { inOwnLanguage } from '../../domain/message/own-language.ts';
import type { SendOutcome } from '../../domain/message/senders.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import { comeBackAsTexts } from '../../domain/practice/aftercare-ways.ts';
import { ratesOf } from '../../domain/recall/know.ts';
import type { Composed } from '../../domain/recall/send-touch.ts';
import { patienceMilliseconds, sendTouches } from '../../domain/recall/sending-round.ts';
import { endUselessTasks } from '../../domain/recall/task-standing.ts';
import type { Touch } from '../../domain/recall/touch.ts';
import { campaignTable } from '../adapters/campaign-table.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { mailsPerSecond } from '../adapters/ses-rate.ts';
import { snsTasks } from '../adapters/sns-sender.ts';
import { texterOf } from '../adapters/texter.ts';
import { fingerprintOf, randomCode } from '../kit/campaign-codes.ts';
import { countPaused } from '../kit/campaigns-paused.ts';
import { readEnvironment } from '../kit/env.ts';
import { log, loggingFailure } from '../kit/logger.ts';
import { pacing } from '../kit/pace.ts';
import { recallPorts } from '../kit/recall-ports.ts';
import { task } from '../kit/task.ts';
import { touchLinks } from '../kit/touch-links.ts';

const environment = readEnvironment('outreach/send-touches');
const practice = identity.value;
const outreach = outreachTable(environment.OUTREACH_TABLE);
const linkKey = secret(environment.LINK_KEY);
const addressSecret = secret(environment.ADDRESS_KEY);
const store = campaignTable(environment.OUTREACH_TABLE);
const ports = recallPorts({
  patients: patientTable(environment.PATIENT_TABLE),
  outreach,
  inquiries: inquiryTable(environment.INQUIRY_TABLE),
  practice,
  rules: recall.value,
  law: law.value,
  treatments: treatments.value,
  addressKey: addressSecret,
  campaigns: { find: store.find, fingerprint: fingerprintOf(templates.value) },
});
const mailer = sesMailer(
  practice,
  { care: environment.CARE_CONFIGURATION_SET, marketing: environment.MARKETING_CONFIGURATION_SET },
  // "Answer this mail" has to lead to somebody: where the practice says, or to where mail comes in.
  practice.mail.replyTo ?? practice.mail.inbound,
);

const tasks = snsTasks(environment.TASK_TOPIC);

const minutesBetweenRuns = 5;
const leaseMilliseconds = minutesBetweenRuns * 60_000;
/** What one run sends at most, and for how long: it ends well before its time-out and its lease do. What is left goes with the next. */
const perRun = 200;
const workMilliseconds = 150_000;

const words = {
  practice,
  templates: templates.value,
  layout: layout.value,
  revealing: revealing.value,
  treatments: treatments.value.treatments,
};
const texter = texterOf(practice, environment.TEXT_CONFIGURATION_SET);

/** Where texts do not come back, nobody would read an answer: a check-in goes another way (R66). */
const textsComeBack = comeBackAsTexts(practice, sources.value.sources);
/** An answer to a question has to come in here, whatever the practice says of all other mail. */
const replyTo = (touch: Touch) =>
  touch.aftercare === 'check-in' && practice.mail.inbound ? { replyTo: practice.mail.inbound } : {};

const linksOf = touchLinks({ linkKey, addressKey: addressSecret, publicUrl: environment.PUBLIC_URL });

const { prices } = recall.value;

/** The words of a touch; those for a guardian have a name of their own, and nothing else is sent to one (R36). */
const worded = (touch: Touch, child: string | undefined): Touch =>
  child === undefined ? touch : { ...touch, template: `${touch.template}-guardian` };
const hasWords = ({ channel, template }: Touch): boolean =>
  template in (channel === 'email' ? templates.value.mails : templates.value.texts);

async function compose(planned: Touch, known: PatientRecord, child?: string): Promise<Composed | undefined> {
  const touch = worded(planned, child);
  if (child !== undefined && !hasWords(touch)) return undefined;
  const record = { ...inOwnLanguage(known), ...(child === undefined ? {} : { child }) };
  const { patient } = record;
  const { email, phone } = patient;
  const now = new Date().toISOString();
  const own = await linksOf(touch, email, now);
  // The page of the child's wishes is no guardian's to have for 90 days: their own address they can end.
  const links = child === undefined ? own : { ...own, preferences: own.unsubscribe };
  const about = { audience: 'patient', kind: 'recall', patientId: patient.id, touchId: touch.id } as const;
  const stream = touch.class === 'care' ? 'care' : 'marketing';
  const observed = (send: () => Promise<SendOutcome>) => () => loggingFailure({ touchId: touch.id }, send);
  if (touch.channel === 'email' && email) {
    const carried = carriedBy(touch, education.value, record, now);
    const { findings, ...wording } = composeMail(touch, record, links, { ...words, carried });
    const mail = { stream, to: email, ...wording, ...replyTo(touch), about } as const;
    return { findings, cost: centsOf(touch, prices), send: observed(() => mailer.send(mail)) };
  }
  const asksInVain = touch.aftercare === 'check-in' && !textsComeBack;
  if (touch.channel === 'text' && phone && texter && !asksInVain) {
    const { text, segments, findings } = composeText(touch, record, links, words);
    const send = observed(() => texter.send({ stream, to: phone, text, about }));
    return { findings, segments, cost: centsOf({ channel: 'text', segments }, prices), send };
  }
  return undefined;
}

const undecidedOnes = (now: Date) =>
  outreach.undecided(new Date(now.getTime() - patienceMilliseconds).toISOString());

/** Half of what SES allows: alerts to staff and answers to patients always have the other half. */
const shareOfMail = 0.5;
const rates = {
  email: async () => (await mailsPerSecond()) * shareOfMail,
  text: async () => practice.channels?.textsPerSecond ?? 1,
};
const time = { now: () => performance.now(), sleep: setTimeout };

async function send(): Promise<{ sent: number }> {
  const begun = performance.now();
  const now = new Date();
  // The first run of an hour asks; eleven more would only pay for an answer that is known.
  if (now.getUTCMinutes() < minutesBetweenRuns) await endUselessTasks({ ...ports, now: now.toISOString() });
  const idle =
    (await outreach.toSend(now.toISOString(), 1)).length === 0 && (await undecidedOnes(now)).length === 0;
  if (idle) return { sent: 0 };
  const until = new Date(now.getTime() + leaseMilliseconds).toISOString();
  if (!(await outreach.lease('send-touches', now.toISOString(), until))) return { sent: 0 };
  const standing = await ratesOf(outreach, now.toISOString());
  countPaused(await pauseByStanding(store, standing));
  const { sent, unknown } = await sendTouches(
    {
      ...ports,
      rates: standing,
      pace: pacing(rates, time),
      store,
      newCode: randomCode,
      compose,
      announce: tasks.announce,
      now: () => new Date().toISOString(),
    },
    perRun,
    () => performance.now() - begun > workMilliseconds,
  ).finally(() => outreach.release('send-touches'));
  if (sent + unknown > 0) log.info('Touches were sent.', { count: sent });
  return { sent };
}

/** Every five minutes: sends what may leave now. */
export const handler = task<unknown, { sent: number }>(send, () => ({}));
