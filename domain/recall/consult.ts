import type { Consultation } from '../patient/patient.ts';
import { daysAfter } from './calendar.ts';
import { firstContactDays, lastConsultDay } from './consult-steps.ts';
import { endings } from './episode.ts';
import { overridden, overrideOf } from './overrides.ts';
import type { Known, Reason, RecallOptions } from './reason.ts';
import type { RecallItem } from './recall-item.ts';
import type { RecallRules } from './recall-rules.ts';

const reasonWords: Readonly<Record<NonNullable<Consultation['reason']>, string>> = {
  price: 'the price',
  fear: 'afraid of it',
  time: 'no time',
  'second-opinion': 'wants a second opinion',
};

/** Whether the treatment that was talked about followed, or any when none was named. */
const followed = ({ about, on }: Consultation, { treatments }: Pick<Known, 'treatments'>): boolean =>
  treatments.some((one) => one.on >= on && (about === undefined || one.type === about));

/** A later talk about the same treatment that was decided: its word is the last. "Not suitable" also counts where one of the two names no treatment. */
function decidedLater(
  { id, on, about }: Consultation,
  { consultations }: Pick<Known, 'consultations'>,
): Consultation | undefined {
  return consultations
    .filter((one) => one.id !== id && one.outcome !== 'open' && one.on >= on)
    .filter(
      (one) =>
        one.about === about ||
        (one.outcome === 'not-suitable' && (one.about === undefined || about === undefined)),
    )
    .toSorted((a, b) => Number(b.outcome === 'not-suitable') - Number(a.outcome === 'not-suitable'))[0];
}

/** A consultation that did not move forward; undefined once it is decided or the treatment followed. Its days count from it (docs/decisions/066). */
export function consultReason(
  record: Known,
  consultation: Consultation,
  { sequences }: Pick<RecallRules, 'sequences'>,
  options: RecallOptions,
): Reason | undefined {
  const { on, about, outcome, reason, quoteUntil } = consultation;
  if (outcome !== 'open' || followed(consultation, record)) return undefined;
  if (decidedLater(consultation, record)) return undefined;
  const id = `consult#${consultation.id}`;
  const day = daysAfter(on, firstContactDays);
  // What a setting for a consultation may say is its day; it has no interval.
  const { interval, ...override } = overrideOf(record, id, on, options);
  void interval;
  const found = overridden(
    {
      id,
      type: 'consult',
      ...(about === undefined ? {} : { treatment: about }),
      lastOn: on,
      dueOn: day,
      startOn: day,
      earliestOn: on,
      why: [
        `consultation on ${on} did not move forward${reason ? `: ${reasonWords[reason]}` : ''}`,
        ...(quoteUntil === undefined ? [] : [`the quote is valid until ${quoteUntil}`]),
      ],
    },
    override,
  );
  const known = record.items.find((item) => item.id === id);
  return { ...found, untilOn: lastConsultDay(found, sequences.consult, known) };
}

/** How a consultation's item ended that is no reason any more. */
export function consultEnding(
  item: RecallItem,
  record: Pick<Known, 'consultations' | 'treatments'>,
): Pick<RecallItem, 'state' | 'endedBy'> | undefined {
  const consultation = record.consultations.find(({ id }) => `consult#${id}` === item.id);
  if (!consultation) return undefined;
  const { outcome } =
    consultation.outcome === 'open' ? (decidedLater(consultation, record) ?? consultation) : consultation;
  if (outcome === 'went-ahead' || followed(consultation, record)) return { state: 'done' };
  const endedBy = outcome === 'declined' ? endings.declined : endings.notSuitable;
  return { state: 'stopped', endedBy };
}
