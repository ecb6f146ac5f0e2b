import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface Decision {
  readonly patientId: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly template: string | null;
  readonly sendAt: string | null;
  readonly reason: string;
  readonly notBy: string | null;
  readonly name: string;
  readonly due: readonly { readonly type: string; readonly what: string | null; readonly dueOn: string }[];
  readonly state: string | null;
}

interface Day {
  readonly zone: string;
  readonly nextOn: string;
  readonly doneOn: string | null;
  readonly done: readonly Decision[];
  readonly more: boolean;
}

/** Who and what for: by id and kind, as a terminal's history may be read by others; by name and treatment where that is asked for. */
function who({ patientId, name, due }: Decision, isNamed: boolean): string {
  if (!isNamed) return `${patientId}  ${[...new Set(due.map(({ type }) => type))].join(', ')}`;
  const what = due.map(({ type, what: of, dueOn }) => `${type}${of === null ? '' : ` ${of}`} ${dueOn}`);
  return `${name} (${patientId})  ${what.join(', ')}`;
}

function line(decision: Decision, isNamed: boolean): string {
  const { outcome, channel, template, sendAt, reason, state, notBy } = decision;
  const how =
    outcome === 'contact'
      ? `${channel}, template ${template ?? 'not kept'}, ${state ?? `at ${sendAt}`}${notBy ? ` (not by ${notBy})` : ''}`
      : `no: ${reason}`;
  return `${who(decision, isNamed)}  ${how}\n`;
}

const contacted = (all: readonly Decision[]): number =>
  all.filter(({ outcome }) => outcome === 'contact').length;

/** What the sweep of today decided, and what the next one would. */
export function sweepReport(
  { items, days }: { readonly items: readonly Decision[]; readonly days: readonly Day[] },
  isNamed: boolean,
): string {
  const done = days.flatMap((day) =>
    day.doneOn === null
      ? []
      : [
          `Done on ${day.doneOn} (${day.zone}): ${contacted(day.done)} contacted, ${day.done.length - contacted(day.done)} not.\n`,
          ...day.done.map((one) => line(one, isNamed)),
          ...(day.more ? ['And more: GET /v1/sweeps/{id}/decisions has all of them.\n'] : []),
          '\n',
        ],
  );
  const next = days.map(({ zone, nextOn }) => `${nextOn} (${zone})`).join(', ');
  return [
    ...done,
    `Next sweep: ${next}.\n`,
    ...items.map((one) => line(one, isNamed)),
    `${contacted(items)} would be contacted, ${items.length - contacted(items)} would not.\n`,
  ].join('');
}

export const sweep: Command = {
  words: ['sweep', '--preview', '--names'],
  summary:
    'Who would be contacted by the next sweep and by what, who would not and why, and what the sweep of today did; sends nothing. --names prints names and treatments',
  run: async (given) => {
    if (!given.includes('--preview'))
      throw new UsageError(
        'Sweeps run every morning by themselves; to look ahead: npm run heard -- sweep --preview',
      );
    const report = await api<Parameters<typeof sweepReport>[0]>({
      method: 'POST',
      path: '/v1/sweeps/preview',
    });
    process.stdout.write(sweepReport(report, given.includes('--names')));
  },
};
