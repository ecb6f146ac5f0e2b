import { pick, randomFrom } from './random.ts';

/** An invented person, with an address that no mail can reach and a number from the range kept for fiction. */
export interface DemoPerson {
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly birthDate: string;
  readonly email: string;
  readonly phone: string;
  readonly language: 'en' | 'es';
  readonly location: 'downtown' | 'west';
}

const first = [
  ...['Amara', 'Beatriz', 'Carmen', 'Dana', 'Elena', 'Farah', 'Grace', 'Hana', 'Imani', 'Jolene'],
  ...['Keisha', 'Lucia', 'Marisol', 'Nadia', 'Odette', 'Paloma', 'Quinn', 'Rosa', 'Simone', 'Teresa'],
  ...['Usha', 'Vera', 'Wendy', 'Ximena', 'Yolanda', 'Andre', 'Ben', 'Diego', 'Mateo', 'Theo'],
];
const last = [
  ...['Abara', 'Bishop', 'Castillo', 'Delgado', 'Ellison', 'Fontaine', 'Guerra', 'Hollis', 'Ibarra'],
  ...['Jimenez', 'Kimura', 'Lozano', 'Marsh', 'Navarro', 'Okafor', 'Prescott', 'Quiroga', 'Rhodes'],
  ...['Salazar', 'Tran', 'Underhill', 'Vasquez', 'Whitlock', 'Yates', 'Zamora'],
];

const two = (value: number): string => String(value).padStart(2, '0');

// 555-0100 to 555-0199 are kept for fiction, in every area code: a hundred people each.
function areaCode(downtown: boolean, number: number): string {
  const codes = downtown ? ['512', '737', '830'] : ['915', '432', '575'];
  return pickAt(codes, Math.floor(number / 100));
}

function pickAt(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}

function person(random: () => number, number: number): DemoPerson {
  const givenName = pick(random, first);
  const familyName = pick(random, last);
  const downtown = random() < 0.7;
  const year = 1955 + Math.floor(random() * 48);
  return {
    id: `demo-${String(number).padStart(3, '0')}`,
    first: givenName,
    last: familyName,
    birthDate: `${year}-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`,
    email: `${givenName}.${familyName}.${number}@example.com`.toLowerCase(),
    phone: `+1${areaCode(downtown, number)}55501${two(number % 100)}`,
    language: random() < 0.25 ? 'es' : 'en',
    location: downtown ? 'downtown' : 'west',
  };
}

/** The same people for the same count. */
export function demoPeople(count: number): readonly DemoPerson[] {
  const random = randomFrom(20_261_125);
  return Array.from({ length: count }, (_, index) => person(random, index + 1));
}
