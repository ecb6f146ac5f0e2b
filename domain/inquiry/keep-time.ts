import { planEscalation } from '../escalation/plan.ts';
import type { Practice, Staff } from '../practice/practice.ts';
import type { Escalations, Inquiries } from './inquiries.ts';

export interface TimePorts {
  readonly inquiries: Inquiries;
  readonly escalations: Pick<Escalations, 'start'>;
  readonly staff: () => Promise<Staff>;
  readonly practice: Practice;
  /** ISO instant. */
  readonly now: string;
}

/** Which execution asks, and how many rounds it has made. */
export interface Turn {
  readonly inquiryId: string;
  readonly run: number;
  readonly rounds: number;
}

/** What the execution does next: tell these, and wait this long. Only ids travel. */
export interface Orders {
  readonly inquiryId: string;
  readonly run: number;
  readonly revision: number;
  readonly rounds: number;
  readonly waitSeconds: number;
  /** ISO instant of the next look; stored by Tell once everybody is told. */
  readonly dueAt: string;
  readonly notices: readonly string[];
}

/** An execution's history holds 25,000 events; long before that the next one takes over (G7). */
const roundsPerExecution = 200;
const attempts = 6;
/** Longer than telling everybody takes. */
const tellMilliseconds = 60_000;

/** The next run takes over and starts; false when somebody changed the inquiry meanwhile. */
async function goOnInNextRun(ports: TimePorts, turn: Turn): Promise<boolean> {
  const inquiry = await ports.inquiries.find(turn.inquiryId);
  if (!inquiry || inquiry.run !== turn.run) return true;
  const run = await ports.inquiries.takeOver(inquiry);
  if (run === undefined) return false;
  await ports.escalations.start(inquiry.id, run);
  return true;
}

/** Plans once; undefined when somebody changed the inquiry meanwhile. */
async function planOnce(ports: TimePorts, turn: Turn): Promise<Orders | 'nothing-left' | undefined> {
  const file = await ports.inquiries.file(turn.inquiryId);
  if (file?.inquiry.run !== turn.run) return 'nothing-left';
  const { id, run, revision } = file.inquiry;
  const seen = { id, run, revision };
  const plan = planEscalation(file, { practice: ports.practice, staff: await ports.staff(), now: ports.now });
  if (!plan) return (await ports.inquiries.rest(seen)) ? 'nothing-left' : undefined;
  // Until they are told it stays due soon, so that the watch finds it if this execution dies (docs/decisions/010).
  const soon = new Date(Date.parse(ports.now) + tellMilliseconds).toISOString();
  for (const line of plan.lines ?? []) await ports.inquiries.record(id, line);
  const dueAt = plan.notices.length > 0 && soon < plan.dueAt ? soon : plan.dueAt;
  if (!(await ports.inquiries.plan(seen, { dueAt, plannedAt: ports.now, ...plan.course }))) return undefined;
  const waitSeconds = Math.max(1, Math.ceil((Date.parse(plan.dueAt) - Date.parse(ports.now)) / 1000));
  return {
    inquiryId: id,
    run,
    revision,
    rounds: turn.rounds + 1,
    waitSeconds,
    dueAt: plan.dueAt,
    notices: plan.notices,
  };
}

/**
 * One turn of the loop (G2): decide on what is stored now, and move `dueAt` under the condition that nothing has changed since.
 * `nothing-left` ends the execution: answered, closed, or another run's business. Throws when the inquiry kept changing.
 */
export async function keepTime(ports: TimePorts, turn: Turn): Promise<Orders | 'nothing-left'> {
  const enough = turn.rounds >= roundsPerExecution;
  for (let tries = 0; tries < attempts; tries += 1) {
    if (enough && (await goOnInNextRun(ports, turn))) return 'nothing-left';
    const orders = enough ? undefined : await planOnce(ports, turn);
    if (orders) return orders;
  }
  throw new Error('The inquiry kept changing while it was planned; plan again.');
}
