import { campaignGate, type Gate, type GatePorts } from '../campaign/at-sending.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { hotOn } from './aftercare.ts';
import type { AskPorts } from './ask-again.ts';
import { standingAbout } from './know.ts';
import { daysAfter, localDay } from './local-day.ts';
import type { Touch } from './touch.ts';

interface About {
  readonly touch: Touch;
  readonly record: PatientRecord;
  /** ISO instant, and the zone whose calendar counts. */
  readonly now: string;
  readonly zone: string;
}

type Ports = AskPorts & Pick<GatePorts, 'campaigns'>;

const cancel = (reason: string): Gate => ({ outcome: 'cancel', reason });

/** So many days after its day nobody is asked any more. */
const latestDays = 3;

const hourMilliseconds = 3_600_000;

const waitFor = (milliseconds: number, now: string): Gate => ({
  outcome: 'wait',
  until: new Date(Date.parse(now) + milliseconds).toISOString(),
});

/** Whether a treatment is on record that the question is about: one that was a mistake is not. */
const asksAfter = ({ on }: Touch, { treatments }: PatientRecord, types: Ports['types']): boolean =>
  treatments.some((treatment) => {
    const type = types.find(({ id }) => id === treatment.type);
    if (!type?.checkIn || treatment.elsewhere) return false;
    const until = daysAfter(treatment.on, Math.max(type.hotDays ?? 0, ...type.checkIn.afterDays));
    return treatment.on <= on && on <= until;
  });

/** States of a check-in that a person has to do with already, or that nobody got. */
const withPerson = new Set<Touch['state']>(['task', 'done', 'failed', 'unknown', 'cancelled']);

/** A call to somebody who did not answer: only once the hours since the question have passed. */
async function noAnswerGate(ports: Ports, { touch, now }: About): Promise<Gate | undefined> {
  const { follows } = touch;
  const asked = follows && (await ports.outreach.findTouch(touch.patientId, follows.slot));
  if (!follows || !asked) return cancel('nobody was asked');
  if (asked.answer !== undefined) return cancel('the patient has answered');
  if (withPerson.has(asked.state)) return cancel('a person has it already, or nobody was asked');
  const until = Date.parse(asked.startedAt ?? asked.sendAt) + follows.hours * hourMilliseconds;
  if (asked.startedAt !== undefined && until <= Date.parse(now)) return undefined;
  // One that has not left yet is looked for again after the same hours.
  const waitUntil = Math.max(until, Date.parse(now) + hourMilliseconds / 4);
  return { outcome: 'wait', until: new Date(waitUntil).toISOString() };
}

async function againstAftercare(ports: Ports, about: About): Promise<Gate | undefined> {
  const { touch, record, now, zone } = about;
  const day = localDay(now, zone);
  if (record.patient.erasedAt || record.patient.deceased) return cancel('the patient is gone');
  if (touch.aftercare === 'direct-line')
    return hotOn(day, record.treatments, ports.types).length > 0
      ? undefined
      : cancel('the days after the treatment are over');
  if (!asksAfter(touch, record, ports.types)) return cancel('there was no treatment after all');
  if (day > daysAfter(touch.on, latestDays)) return cancel('it is too late to ask');
  const { openCase, unprovedCase } = await standingAbout(ports, record, now);
  // Whoever has the case asks; once it is closed the machine does, unless it is too late by then.
  if (openCase && !unprovedCase) return waitFor(hourMilliseconds, now);
  return touch.aftercare === 'no-answer' ? noAnswerGate(ports, about) : undefined;
}

/** What a touch depends on besides its receiver, asked at the moment of sending: its campaign, or what aftercare it is. */
export async function gateOf(ports: Ports, about: About): Promise<Gate> {
  if (about.touch.aftercare === undefined) return campaignGate(ports, about);
  const against = await againstAftercare(ports, about);
  return against ?? { outcome: 'go', touch: about.touch, remunerated: false };
}
