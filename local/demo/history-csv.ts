import type { DemoPerson } from './people.ts';
import { pick, randomFrom } from './random.ts';

const header =
  'patient_id,first_name,last_name,email,phone,location,language,birth_date,treatment,treatment_date,next_appointment,email_consent,call_consent,consent_date,consent_method';
const treatments = [
  'Botox',
  'Botox',
  'Botox',
  'Daxxify',
  'lip filler',
  'filler',
  'chemical peel',
  'microneedling',
  'HydraFacial',
];
const day = 86_400_000;

const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Two to five visits of a person in the fourteen months before `now`, the newest last. */
function visits(random: () => number, now: number): readonly string[] {
  const count = 1 + Math.floor(random() * 4);
  const recent = Array.from({ length: count }, () => 5 + Math.floor(random() ** 1.5 * 380));
  // Everybody has been here before, so that there was somebody to ask a season ago.
  const ages = [...recent, 200 + Math.floor(random() * 220)];
  return ages.sort((a, b) => b - a).map((age) => dateOf(now - age * day));
}

/** Epoch milliseconds. */
export interface HistoryPart {
  /** When the export is made, and before when its visits lie. */
  readonly asOf: number;
  readonly before: number;
  /** People of whom it tells no visits since then. */
  readonly quiet?: { readonly since: number; readonly people: ReadonlySet<string> };
}

/**
 * The export of the practice's own system: everybody with their visits, bookings and consent, or what of it was there before an earlier instant. The same for
 * the same instant.
 */
export function historyCsv(people: readonly DemoPerson[], { asOf: now, before, quiet }: HistoryPart): string {
  const isTold = (id: string, on: string): boolean =>
    on < dateOf(before) && !(quiet?.people.has(id) && on >= dateOf(quiet.since));
  const random = randomFrom(4_711);
  const rows = people.flatMap((person) => {
    const emailConsent = random() < 0.7 ? 'yes' : random() < 0.5 ? 'no' : '';
    const callConsent = random() < 0.5 ? 'yes' : '';
    const booked = random() < 0.15 ? dateOf(now + (3 + Math.floor(random() * 40)) * day) : '';
    const consentOn = dateOf(now - (400 + Math.floor(random() * 300)) * day);
    const fixed = [
      person.id,
      person.first,
      person.last,
      person.email,
      person.phone,
      person.location,
      person.language,
      person.birthDate,
    ];
    const rows = visits(random, now).map((on) => ({ on, treatment: pick(random, treatments) }));
    return rows
      .filter(({ on }) => isTold(person.id, on))
      .map(({ on, treatment }) =>
        [
          ...fixed,
          treatment,
          on,
          before < now ? '' : booked,
          emailConsent,
          callConsent,
          consentOn,
          'paper form',
        ].join(','),
      );
  });
  return [header, ...rows].join('\n');
}
