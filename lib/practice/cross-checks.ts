import { parsePath } from '../../domain/inquiry/field-path.ts';
import { heartbeatSource } from '../../domain/inquiry/heartbeat.ts';
import { reassuringWords } from '../../domain/message/never-reassure.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';
import type { Source } from '../../domain/practice/source.ts';
import { whyNotOnCall } from '../../domain/rota/may-be-on-call.ts';
import { acknowledgementProblems, minorAcknowledgementProblems } from './check-acknowledgements.ts';
import { escalationProblems } from './check-escalation.ts';
import { hoursProblems } from './check-hours.ts';
import { reviewerProblems } from './check-reviewers.ts';
import { educationProblems } from './education.ts';
import { holidayProblem } from './holidays.ts';
import { recallWordFindings } from './lint-recall.ts';
import type { PracticeFolder } from './read-practice.ts';
import { textNumbers } from './text-numbers.ts';

export interface Contradiction {
  readonly file:
    | 'practice.yaml'
    | 'education.yaml'
    | 'sources.yaml'
    | 'escalation.yaml'
    | 'recall.yaml'
    | 'revocation.yaml'
    | 'rota.yaml'
    | `red-flags/${string}.yaml`
    | `templates/${string}.yaml`;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

function locations({ identity }: PracticeFolder): Contradiction[] {
  return identity.locations.flatMap(({ zone, holidays }, index): Contradiction[] => {
    const at = (field: string, message: string): Contradiction => ({
      file: 'practice.yaml',
      path: ['locations', index, field],
      message,
    });
    const strange = holidays && holidayProblem(holidays);
    return [
      ...(isZone(zone) ? [] : [at('zone', `${zone} is no IANA time zone`)]),
      ...(strange === undefined ? [] : [at('holidays', strange)]),
    ];
  });
}

const textedAt = ({ reach }: StaffMember): readonly string[] =>
  reach.flatMap(({ way, address }) => (way === 'sms' ? [address] : []));
const sharesTexts = (one: StaffMember, other: StaffMember): boolean =>
  textedAt(one).some((number) => textedAt(other).includes(number));

function staff({ identity, staff: { members, onCall } }: PracticeFolder): Contradiction[] {
  const places = new Set(identity.locations.map(({ id }) => id));
  const found: Contradiction[] = [];
  const file = 'practice.yaml';
  members.forEach((member, index) => {
    for (const place of member.locations)
      if (!places.has(place))
        found.push({ file, path: ['staff', index, 'locations'], message: `there is no location ${place}` });
    if (members.findIndex(({ id }) => id === member.id) !== index)
      found.push({ file, path: ['staff', index, 'id'], message: `${member.id} is used twice` });
    const sharer = members.slice(0, index).find((other) => sharesTexts(other, member));
    if (sharer)
      found.push({
        file,
        path: ['staff', index, 'reach'],
        message: `${sharer.id} is texted at the same number: nobody could tell who answers by text`,
      });
  });
  onCall.forEach((duty, index) => {
    for (const key of ['primary', 'backup'] as const) {
      const message =
        duty[key] === undefined ? undefined : whyNotOnCall(duty[key], duty.role, members, identity);
      if (message !== undefined) found.push({ file, path: ['onCall', index, key], message });
    }
  });
  return found;
}

function rota({ identity, staff: { members, schedules = [] } }: PracticeFolder): Contradiction[] {
  const places = new Set(identity.locations.map(({ id }) => id));
  return schedules.flatMap((schedule, index): Contradiction[] => {
    const at = (path: readonly (string | number)[], message: string): Contradiction => ({
      file: 'rota.yaml',
      path: ['schedules', index, ...path],
      message,
    });
    return [
      ...(isZone(schedule.zone) ? [] : [at(['zone'], `${schedule.zone} is no IANA time zone`)]),
      ...(schedule.locations ?? [])
        .filter((place) => !places.has(place))
        .map((place) => at(['locations'], `there is no location ${place}`)),
      ...(schedules.findIndex(({ id }) => id === schedule.id) === index
        ? []
        : [at(['id'], `${schedule.id} is used twice`)]),
      ...schedule.layers.flatMap((layer, layerIndex) =>
        layer.people.flatMap((person) => {
          const message = whyNotOnCall(person, schedule.role, members, identity);
          return message === undefined ? [] : [at(['layers', layerIndex, 'people'], message)];
        }),
      ),
    ];
  });
}

/** Every path of a source, so that one that cannot be read fails the build and not a patient's message. */
function pathsOf(rule: unknown): readonly string[] {
  if (typeof rule === 'string') return /^(header:|query:|path:)/.test(rule) ? [] : [rule];
  if (Array.isArray(rule)) return rule.flatMap(pathsOf);
  if (typeof rule !== 'object' || rule === null) return [];
  const texts = ['at', 'with', 'constant', 'id', 'text', 'in', 'notIn', 'empty'];
  return Object.entries(rule).flatMap(([name, inner]) => (texts.includes(name) ? [] : pathsOf(inner)));
}

function unreadable(source: Source): string | undefined {
  const { call, details, record, ...fields } = source.mapping;
  const rules = [
    fields,
    details,
    Object.values(record ?? {}),
    call && { ...call, id: [call.id] },
    source.idempotencyKey,
    source.each,
  ];
  for (const path of pathsOf([...rules, source.ignore, source.parseJson, source.scrub?.fields]))
    try {
      parsePath(path.replace(/^\^\.?/, ''));
    } catch (error) {
      return (error as Error).message;
    }
  return undefined;
}

function sources({ identity, sources: { sources: all } }: PracticeFolder): Contradiction[] {
  const places = new Set(identity.locations.map(({ id }) => id));
  const file = 'sources.yaml';
  return all.flatMap((source, index): Contradiction[] => {
    const at = (field: string, message: string): Contradiction => ({
      file,
      path: ['sources', index, field],
      message,
    });
    const broken = unreadable(source);
    return [
      ...(places.has(source.location) ? [] : [at('location', `there is no location ${source.location}`)]),
      ...(all.findIndex(({ id }) => id === source.id) === index
        ? []
        : [at('id', `${source.id} is used twice`)]),
      ...(source.id === heartbeatSource ? [at('id', `${source.id} is Heard’s own`)] : []),
      ...(broken === undefined ? [] : [at('mapping', broken)]),
      ...(source.feeds && !source.mapping.record
        ? [at('mapping', 'a source that feeds records needs mapping.record')]
        : []),
    ];
  });
}

/** Messages that Heard sends by itself: without its words, a safety reply would fail at the moment it is needed. */
const needed = {
  form: ['intro', 'consent-sms', 'consent-email', 'thanks', 'emergency'],
  care: [
    'acknowledgement',
    'acknowledgement-minor',
    'urgent',
    'safety',
    'safety-vision',
    'safety-self-harm',
    'safety-only',
    'safety-vision-only',
    'safety-self-harm-only',
    'delay',
    'reply',
    'stop-confirmation',
    'keyword-help',
    'keyword-start',
    'keyword-start-none',
    'keyword-care',
    'consent-question',
    'consent-confirmed',
  ],
  staff: [
    'alert',
    'alert-text',
    'context',
    'physician',
    'physician-text',
    'page',
    'page-text',
    'gap',
    'warning',
    'warning-text',
    'welfare',
    'welfare-text',
    'welfare-call',
    'undelivered',
    'undelivered-text',
    'undelivered-line',
    'call',
    'bundle',
    'revocations',
    'revocations-text',
    'audit-review',
  ],
} as const;

function templates(folder: PracticeFolder): Contradiction[] {
  return (['care', 'staff', 'form'] as const).flatMap((set) =>
    needed[set]
      .filter((name) => !(name in folder[`${set}-templates`]))
      .map(
        (name) =>
          ({ file: `templates/${set}.yaml`, path: [name], message: 'this template is needed' }) as const,
      ),
  );
}

/** Only who is told of tasks needs the words. */
function taskSummaries({ identity, 'staff-templates': words }: PracticeFolder): Contradiction[] {
  if (words.tasks || !identity.locations.some(({ taskSummary }) => taskSummary)) return [];
  const message = 'this template is needed where a location has taskSummary in practice.yaml';
  return [{ file: 'templates/staff.yaml', path: ['tasks'], message }];
}

/** R57; the fixed safety replies are approved word for word. */
function reassurance({ 'care-templates': care }: PracticeFolder): Contradiction[] {
  return Object.entries(care)
    .filter(([name]) => !name.startsWith('safety'))
    .flatMap(([name, template]) =>
      (['en', 'es'] as const).flatMap((language) => {
        const { subject = '', text } = template[language];
        const words = reassuringWords(`${subject} ${text}`);
        const message = `"${words}" must not stand in an automated text: it reassures, puts off or advises (R57)`;
        return words === undefined
          ? []
          : [{ file: 'templates/care.yaml', path: [name, language], message } as const];
      }),
    );
}

/** What no single file can show: names in one that the others do not have. */
export const crossChecks = (folder: PracticeFolder): readonly Contradiction[] => [
  ...locations(folder),
  ...staff(folder),
  ...rota(folder),
  ...sources(folder),
  ...escalationProblems(folder),
  ...hoursProblems(folder.identity.locations),
  ...templates(folder),
  ...taskSummaries(folder),
  ...reviewerProblems(folder),
  ...recallWordFindings(folder),
  ...reassurance(folder),
  ...acknowledgementProblems(folder),
  ...minorAcknowledgementProblems(folder),
  ...educationProblems(folder),
  ...textNumbers(folder),
];
