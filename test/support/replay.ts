import { escalationDefinition } from '../../simulation/definition.ts';
import type { PastInquiry } from '../../simulation/past-inquiries.ts';
import { type Deed, type Outcome, simulate } from '../../simulation/simulate.ts';
import { usualStaffing } from '../../simulation/staffing.ts';
import { practiceAt } from './journey.ts';
import { lakeside, rules } from './lakeside.ts';
import { type LocalRun, startLocal } from './local-run.ts';

/** One line of what happened: when, and what; the same from the simulation and from the embedded engines. */
export type History = readonly string[];

/** What a patient writes so that the practice's own rules give this priority. */
const words: Readonly<Record<PastInquiry['priority'], string>> = {
  E0: 'My throat is closing up',
  E1: 'My lip turned white after the filler',
  U: 'I have a fever of 101',
  'asks-for-physician': 'I would like to speak with the doctor',
  'post-treatment': 'Do you have an appointment?',
  'new-lead': 'Do you have an appointment?',
  other: 'Do you have an appointment?',
  review: 'Do you have an appointment?',
};

export const simulated = (
  inquiries: readonly PastInquiry[],
  seed: number,
  minutesAfter = 26 * 60,
): Promise<Outcome> =>
  simulate({
    rules,
    practice: lakeside.identity,
    law: lakeside.law,
    staff: lakeside.staff,
    staffing: usualStaffing,
    definition: escalationDefinition('cdk.out'),
    inquiries,
    seed,
    minutesAfter,
  });

const line = (at: string, ...what: readonly string[]): string => [at.slice(0, 19), ...what].join(' ');

/** What the simulation says happened to one inquiry. */
export async function told({ sent, timeline }: Outcome, id: string): Promise<History> {
  const messages = sent.filter(({ inquiry }) => inquiry === id).map(({ at, kind, to }) => line(at, kind, to));
  const events = (await timeline(id)).map(({ at, what, actor }) =>
    line(at, what, 'staff' in actor ? actor.staff : 'patient' in actor ? 'patient' : `heard:${actor.system}`),
  );
  return [...messages, ...events].toSorted();
}

/** As whoever does it sees the inquiry then. */
async function act(local: LocalRun, { did, staff, at }: Deed, id: string): Promise<void> {
  const { version } = await practiceAt(local).inquiry(id);
  const reply = await local.asMember(staff, `/v1/inquiries/${id}/${did}`, {
    method: 'POST',
    headers: { 'if-match': `"${version}"` },
    ...(did === 'reply' ? { body: JSON.stringify({ text: 'Answered.' }) } : {}),
  });
  if (!reply.ok) throw new Error(`${did} of ${staff} at ${at}: ${await reply.text()}`);
}

async function drive(
  local: LocalRun,
  inquiries: readonly PastInquiry[],
  deeds: readonly Deed[],
  end: string,
): Promise<Map<string, string>> {
  const practice = practiceAt(local);
  const ids = new Map<string, string>();
  let now = Date.parse((await local.json<{ now: string }>('/_local/now')).now);
  const moveTo = async (at: string): Promise<void> => {
    await local.advance((Date.parse(at) - now) / 1000);
    now = Date.parse(at);
  };
  const acts = [
    ...inquiries.map((past) => ({ at: past.at, past, deed: undefined })),
    ...deeds.map((deed) => ({ at: deed.at, past: undefined, deed })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  for (const { at, past, deed } of acts) {
    await moveTo(at);
    if (past) {
      const email = `patient.${past.id}@example.com`;
      await practice.patientWrites(words[past.priority], `replay-${past.id}`, { email });
      const [newest] = await practice.inquiries();
      ids.set(`inq_${past.id}`, newest?.id ?? '');
    } else if (deed) {
      await act(local, deed, ids.get(deed.inquiry) ?? '');
      await local.advance(0);
    }
  }
  await moveTo(end);
  return ids;
}

/** Drives the embedded engines through the same inquiries and the same deeds; gives what happened to each inquiry there. */
export async function replayed(
  inquiries: readonly PastInquiry[],
  outcome: Outcome,
): Promise<ReadonlyMap<string, History>> {
  const local = await startLocal({
    at: inquiries[0]?.at ?? '',
    arguments: ['--public-url', 'https://intake.example.com'],
  });
  try {
    await practiceAt(local).giveSecret();
    const ids = await drive(local, inquiries, outcome.deeds, outcome.endedAt);
    const outbox = await local.outbox();
    const histories = new Map<string, History>();
    for (const [id, own] of ids) {
      const messages = outbox
        .filter(({ about }) => about.inquiryId === own && about.kind !== 'reply')
        .map(({ at, about }) => line(at, about.kind ?? '', about.staffId ?? 'patient'));
      const { events } = (await (await local.as('manager', `/v1/inquiries/${own}`)).json()) as {
        events: { at: string; what: string; actor: string }[];
      };
      histories.set(
        id,
        [...messages, ...events.map(({ at, what, actor }) => line(at, what, actor))].toSorted(),
      );
    }
    return histories;
  } finally {
    await local.stop();
    local.forget();
  }
}
