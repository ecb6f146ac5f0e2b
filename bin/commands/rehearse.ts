import { parseArgs } from 'node:util';
import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface Rehearsal {
  readonly zone: string;
  readonly deadline: string;
  readonly deadlineWhy: readonly string[];
  readonly items: readonly { at: string; kind: string; to: string; way: string; step: string | null }[];
}

/** What people call a priority, beside its name in escalation.yaml. */
const alsoCalled: Readonly<Record<string, string>> = {
  new: 'new-lead',
  doctor: 'asks-for-physician',
  physician: 'asks-for-physician',
};

const when = (at: string, zone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));

const options = {
  at: { type: 'string' },
  channel: { type: 'string', default: 'web-form' },
  priority: { type: 'string', default: 'new-lead' },
  location: { type: 'string' },
  hours: { type: 'string', default: '96' },
} as const;

export const rehearse: Command = {
  words: [
    'rehearse',
    '--at',
    'LOCAL-TIME',
    '[--channel sms]',
    '[--priority new]',
    '[--location ID]',
    '[--hours 96]',
  ],
  summary: 'If this came then and nobody answered: who is told, when, by what; sends nothing',
  run: async (given) => {
    const { values } = parseArgs({ args: [...given], options });
    if (!values.at)
      throw new UsageError(
        'Say when: npm run heard -- rehearse --at "2026-12-26T21:00" --channel sms --priority new',
      );
    const query = new URLSearchParams({
      at: values.at.replace(' ', 'T'),
      channel: values.channel,
      priority: alsoCalled[values.priority] ?? values.priority,
      hours: values.hours,
      ...(values.location ? { location: values.location } : {}),
    });
    const { zone, deadline, deadlineWhy, items } = await api<Rehearsal>({
      method: 'GET',
      path: `/v1/rehearsal?${query}`,
    });
    process.stdout.write(`Promised by ${when(deadline, zone)} (${zone}), because:\n`);
    for (const line of deadlineWhy) process.stdout.write(`  ${line}\n`);
    for (const { at, kind, to, way, step } of items)
      process.stdout.write(`${when(at, zone)}  ${kind} to ${to} by ${way}${step ? `  (${step})` : ''}\n`);
  },
};
