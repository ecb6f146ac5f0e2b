import type { Series, Treatment } from '../patient/patient.ts';
import { due } from './due-day.ts';
import { isFinished } from './episode.ts';
import { overrideOf } from './overrides.ts';
import { type Known, newest, type Reason, type RecallOptions } from './reason.ts';
import type { TreatmentType } from './recall-rules.ts';

/** A course and the treatments that were its sessions. */
export interface Course {
  readonly series: Series;
  readonly done: readonly Treatment[];
}

const isDisabled = ({ id }: Series, record: Pick<Known, 'settings'>, options: RecallOptions): boolean =>
  overrideOf(record, `series#${id}`, '', options).disabled === true;

const isStopped = ({ id }: Series, { items }: Pick<Known, 'items'>): boolean =>
  items.some((item) => item.id === `series#${id}` && item.state === 'stopped' && isFinished(item));

const isFull = ({ series, done }: Course): boolean => done.length >= series.sessions;

/** The courses of one treatment type, each with its sessions: a treatment is a session of the oldest course that is not full. */
export function coursesOf(record: Known, type: TreatmentType): readonly Course[] {
  const courses = record.series
    .filter((series) => series.type === type.id)
    .toSorted((a, b) => a.startedOn.localeCompare(b.startedOn) || a.id.localeCompare(b.id))
    .map((series) => ({ series, done: [] as Treatment[] }));
  // Done elsewhere moves the day of the next one, and uses up no session here.
  const here = record.treatments.filter((one) => one.type === type.id && !one.elsewhere);
  for (const treatment of here.toSorted((a, b) => a.on.localeCompare(b.on))) {
    const course = courses.find(
      ({ series, done }) => series.startedOn <= treatment.on && done.length < series.sessions,
    );
    course?.done.push(treatment);
  }
  return courses;
}

/** The course of a type of which sessions remain: the oldest that no person stopped or switched off. */
export const openCourse = (record: Known, type: TreatmentType, options: RecallOptions): Course | undefined =>
  coursesOf(record, type).find(
    (course) =>
      !isFull(course) && !isDisabled(course.series, record, options) && !isStopped(course.series, record),
  );

/** Courses that a person switched off before their last session: nobody is contacted for them, and they say why. */
export const disabledCourses = (
  record: Known,
  type: TreatmentType,
  options: RecallOptions,
): readonly Course[] =>
  coursesOf(record, type).filter((course) => !isFull(course) && isDisabled(course.series, record, options));

/** The next session of a course: due by its spacing from the last, the first one on the day the course starts. */
export function seriesReason(
  record: Known,
  type: TreatmentType,
  { series, done }: Course,
  options: RecallOptions,
): Reason {
  const id = `series#${series.id}`;
  const session = done.length + 1;
  const last = newest(
    record.treatments.filter((one) => one.type === type.id),
    ({ nextOn }) => nextOn !== undefined,
  );
  const begun = last !== undefined && last.on >= series.startedOn;
  const lastOn = begun ? last.on : series.startedOn;
  return due({
    reason: {
      id,
      type: 'series',
      treatment: type.id,
      session,
      sessions: series.sessions,
      ...(series.paid ? { paid: true } : {}),
    },
    type,
    ...(last ? { last } : {}),
    lastOn,
    every: begun ? (type.series?.every ?? type.interval) : 'P0D',
    told: `session ${session} of ${series.sessions}${series.paid ? ', paid for' : ''}`,
    override: overrideOf(record, id, lastOn, options),
  });
}
