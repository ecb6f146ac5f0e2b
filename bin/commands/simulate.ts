import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { parse } from 'yaml';
import { EscalationRules } from '../../domain/escalation/policy.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { reportBy, type Summary } from '../../domain/report/summary.ts';
import { compile } from '../../lib/practice/compile.ts';
import { readPractice } from '../../lib/practice/read-practice.ts';
import { synthesize } from '../../local/synthesize.ts';
import { escalationDefinition } from '../../simulation/definition.ts';
import { type PastInquiry, readLog, syntheticMonth } from '../../simulation/past-inquiries.ts';
import { type Outcome, simulate as play } from '../../simulation/simulate.ts';
import { Staffing, usualStaffing } from '../../simulation/staffing.ts';
import { type Command, UsageError } from './command.ts';

const options = {
  month: { type: 'string' },
  policy: { type: 'string' },
  staffing: { type: 'string' },
  practice: { type: 'string', default: 'practice' },
  seed: { type: 'string', default: '1' },
} as const;

/** The invented month is busy from 15 to 23 h of its own clock, which is 9 to 17 h six hours west of it: so it begins that much before local midnight. */
const westOfIt = 6;

function monthIn({ locations: [first] }: Practice): string {
  const noon = Temporal.PlainDateTime.from('2026-11-15T12:00').toZonedDateTime(first?.zone ?? 'UTC');
  const offset = noon.offsetNanoseconds / 3.6e12;
  return new Date(Date.parse('2026-11-01T00:00:00.000Z') - (offset + westOfIt) * 3_600_000).toISOString();
}

function logOf(
  file: string | undefined,
  month: string | undefined,
  practice: Practice,
  seed: number,
): readonly PastInquiry[] {
  const places = practice.locations.map(({ id }) => id);
  if (file) return readLog(readFileSync(file, 'utf8'), places).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const count = Number(month);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(
      'Say which log: npm run heard -- simulate FILE.csv, or --month 1000 for an invented one.',
    );
  return syntheticMonth(count, monthIn(practice), places, seed);
}

function rulesOf(file: string): EscalationRules {
  const parsed = EscalationRules.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${file}: ${issue?.path.map(String).join('.')}: ${issue?.message}`);
}

const share = (value: number | null): string => (value === null ? '-' : `${Math.round(value * 1000) / 10} %`);

function printed(title: string, { responses, sent, endedAt }: Outcome, practice: Practice): void {
  const row = ({ of, received, answered, open, wall, business, withinTarget }: Summary) => ({
    of,
    received,
    answered,
    open,
    'wall median': wall.median,
    'wall p90': wall.p90,
    'business median': business.median,
    'business p90': business.p90,
    'within target': share(withinTarget),
  });
  process.stdout.write(`${title} (minutes to the first human answer; ${sent.length} messages sent)\n`);
  console.table(reportBy(responses, 'priority', practice, endedAt).map(row));
}

export const simulate: Command = {
  words: [
    'simulate',
    '[FILE.csv]',
    '[--month N]',
    '[--policy ESCALATION.yaml]',
    '[--staffing STAFFING.yaml]',
  ],
  summary:
    'Play a log of past inquiries, or an invented month, under a policy and a staffing, and compare two policies before choosing',
  run: async (given) => {
    const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true });
    const folder = resolve(values.practice);
    const { identity, staff, escalation, law } = readPractice(folder);
    const seed = Number(values.seed);
    const staffing = values.staffing
      ? Staffing.parse(parse(readFileSync(values.staffing, 'utf8')))
      : usualStaffing;
    const inquiries = logOf(positionals[0], values.month, identity, seed);
    const definition = escalationDefinition(await synthesize(folder));
    const scenario = { practice: identity, law, staff, staffing, definition, inquiries, seed };
    printed('The practice’s own policy', await play({ ...scenario, rules: compile(escalation) }), identity);
    if (values.policy)
      printed(values.policy, await play({ ...scenario, rules: compile(rulesOf(values.policy)) }), identity);
  },
};
