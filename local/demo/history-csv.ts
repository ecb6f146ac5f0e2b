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

/** One to four visits of a person in the year before `now`, the newest last. */
function visits(random: () => number, now: number): readonly string[] {
  const count = 1 + Math.floor(random() * 4);
  const ages = Array.from({ length: count }, () => 5 + Math.floor(random() ** 1.5 * 380));
  return ages.sort((a, b) => b - a).map((age) => dateOf(now - age * day));
}

/** The export of the practice's own system: everybody with their visits, bookings and consent. The same for the same instant. */
export function historyCsv(people: readonly DemoPerson[], now: number): string {
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
    return visits(random, now).map((on) =>
      [
        ...fixed,
        pick(random, treatments),
        on,
        booked,
        emailConsent,
        callConsent,
        consentOn,
        'paper form',
      ].join(','),
    );
  });
  return [header, ...rows].join('\n');
}
