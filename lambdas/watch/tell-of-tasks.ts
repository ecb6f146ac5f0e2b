import { renderMessage } from '../../domain/message/render.ts';
import type { Mailer } from '../../domain/message/senders.ts';
import type { Templates } from '../../domain/message/templates.ts';
import { openSpans } from '../../domain/practice/opening-hours.ts';
import type { Location, Practice, StaffMember } from '../../domain/practice/practice.ts';
import { daysAfter, instantOf, localDay, startOfDay } from '../../domain/recall/local-day.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { openTasks, summaryOf, type TaskSummary } from '../../domain/recall/task-summary.ts';

export interface TaskMailPorts {
  readonly outreach: Pick<Outreach, 'tasks' | 'lease' | 'release'>;
  readonly members: () => Promise<readonly StaffMember[]>;
  readonly practice: Practice;
  readonly templates: Templates;
  readonly mailer: Mailer;
  /** Local time of the morning's sweep, HH:MM. */
  readonly sweepAt: string;
  /** ISO instant. */
  readonly now: string;
}

type Told = Location & { readonly taskSummary: NonNullable<Location['taskSummary']> };

/** The sweep and the first run of the sender after it are over by then, so that the tasks of the day are counted. */
const afterSweepMilliseconds = 30 * 60_000;

/** Whether a location is told now: on a day on which it opens, once the day's tasks are there. */
function isTime(location: Location, sweepAt: string, now: string): boolean {
  const today = localDay(now, location.zone);
  const { value: span } = openSpans(startOfDay(today, location.zone), location).next();
  if (span?.date !== today) return false;
  return Date.parse(now) >= Date.parse(instantOf(today, sweepAt, location.zone)) + afterSweepMilliseconds;
}

const nobody = { en: 'nobody yet', es: 'sin asignar' } as const;

async function tell(location: Told, summary: TaskSummary, ports: TaskMailPorts): Promise<boolean> {
  const { practice, templates, mailer } = ports;
  const { to, language } = location.taskSummary;
  const template = templates.tasks;
  if (!template) throw new Error('practice/templates/staff.yaml has no template named tasks.');
  const members = await ports.members();
  const words = renderMessage(template[language], {
    practice: practice.name,
    location: location.name,
    count: summary.open,
    late: summary.late,
    oldest: summary.oldestOn ?? null,
    people: summary.people.map(({ staff, count }) => ({
      name: staff === undefined ? nobody[language] : (members.find(({ id }) => id === staff)?.name ?? staff),
      count,
    })),
  });
  const about = { audience: 'staff', kind: 'tasks' } as const;
  const outcome = await mailer.send({ stream: 'care', to, ...words, about }).catch(() => undefined);
  return outcome?.state === 'accepted';
}

/**
 * Tells each location that has a mailbox for it how many tasks wait, once on a morning on which it opens and there are any. Nothing of it is of a patient.
 * Where the mail was not taken, the next run tries again. Gives how many were told.
 */
export async function tellOfTasks(ports: TaskMailPorts): Promise<number> {
  const { practice, outreach, now } = ports;
  const due = practice.locations.filter(
    (one): one is Told => one.taskSummary !== undefined && isTime(one, ports.sweepAt, now),
  );
  if (due.length === 0) return 0;
  const all = await openTasks(outreach);
  let told = 0;
  for (const location of due) {
    const today = localDay(now, location.zone);
    const summary = summaryOf(
      all.filter((task) => task.location === location.id),
      today,
    );
    const lease = `tasks-told-${location.id}`;
    if (
      summary.open === 0 ||
      !(await outreach.lease(lease, now, startOfDay(daysAfter(today, 1), location.zone)))
    )
      continue;
    if (await tell(location, summary, ports)) told += 1;
    else await outreach.release(lease);
  }
  return told;
}
