import { birthDateAge } from './birth-words.ts';
import { plainWords } from './plain-words.ts';

/** Of whom a form's field tells the age, in years: whoever fills it in, or somebody else. */
export interface AgeTold {
  readonly of: 'writer' | 'other';
  readonly years: number;
}

const asksAge =
  /\b(?:age|edad|how old|cuantos anos|dob|born|nacio|naciste|nacimiento|birth ?(?:date|day|year))\b|\bdate ?of ?birth|\bcumpleanos/;
/** What such a question consists of, where it asks for nothing but the age of whoever it is put to. */
const ownWords = new Set(
  [
    'field question please enter confirm verify verification optional required opcional requerido obligatorio',
    'must be over or older and above up your my i am you are is was were the what whats when how old current full exact today',
    'age year years yr yrs in at on time of date day month birth birthdate birthday birthyear dateofbirth bday dob born',
    'patient patients client clients paciente pacientes cliente clientes su tu mi cual es cuando cuantos anos tiene tienes edad actual completa',
    'fecha de del la el nacimiento fechadenacimiento nacio naciste cumpleanos mm dd yy yyyy aaaa aa m d y a format formato',
  ].flatMap((words) => words.split(' ')),
);
const isOwn = (name: string): boolean => name.split(' ').every((word) => ownWords.has(word));
const ofPatient = /\b(?:patient|client|paciente)/;
const ofChild = /\b(?:child|kid|daughter|son|baby|infant|toddler|minor|teen|hij|nin[ao]|bebe|menor)/;

/** Nobody writes so young; a birth date of today is a slip, and of last year a child's. */
const youngestWriter = 5;
const childAge = 13;

const yearsIn = (value: string): number | undefined => {
  const years = /^(?:\D{0,12}\b)?(\d{1,3}) *(?:years?(?: old)?|yrs?|yo|y\/o|anos?)?\D{0,3}$/.exec(
    plainWords(value),
  )?.[1];
  return years === undefined ? undefined : Number(years);
};

function whose(name: string, years: number): AgeTold['of'] | undefined {
  if (ofChild.test(name)) return 'other';
  if (!isOwn(name)) return undefined;
  // Who fills in a form of a patient so young is a parent.
  return years < youngestWriter || (years < childAge && ofPatient.test(name)) ? 'other' : 'writer';
}

const longestLabel = 200;

/** The label in words: `patient_dateOfBirth` as "patient date of birth". */
const worded = (label: string): string =>
  plainWords(label.slice(0, longestLabel).replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();

/** The ages that the fields of a form tell at `at` (ISO), by their labels; whose age a field asks for that is not plainly one's own is not known. */
export const agesTold = (details: Readonly<Record<string, string>>, at: string): readonly AgeTold[] =>
  Object.entries(details).flatMap(([label, value]) => {
    const name = worded(label);
    if (!asksAge.test(name)) return [];
    const years = birthDateAge(value, at) ?? yearsIn(value);
    const of = years === undefined ? undefined : whose(name, years);
    return years === undefined || of === undefined ? [] : [{ of, years }];
  });
