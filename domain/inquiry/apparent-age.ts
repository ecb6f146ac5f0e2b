import { agesTold } from './age-field.ts';
import { birthYearAge } from './birth-words.ts';
import { childMeant } from './child-meant.ts';
import { adultAge, digits, plainWords } from './plain-words.ts';

/** That somebody under 18 wrote, or is to be treated; `age` in years where the words tell it (of "almost 18", 17). */
export interface ApparentMinor {
  readonly who: 'writer' | 'other';
  readonly age?: number;
}

/** What is read: the words of a message, and what a form asked beside them, by its label. */
export interface SaidOfAge {
  readonly text: string;
  readonly details?: Readonly<Record<string, string>>;
  /** ISO instant or date at which it was written. */
  readonly at: string;
}

/** A message is at most so long (its sources cut it); nobody hides an age behind that. */
const longest = 10_000;

const age = '([5-9]|1[0-7])';
/** What is counted by a number that is no age, also after a second number or a half: "5 and a half weeks", "7 or 8 days". */
const counted =
  '(?:(?! *and \\d{1,2} months)(?: *(?:and|n|or|to|almost|maybe|about|a|half|ish|y|o|media|casi|[-–—+&/.~(]|\\d{1,3}(?!\\d))){0,4} *(?:weeks?|wks?|days?|months?|mos?|hours?|hrs?|minutes?|mins?|stars?|pounds?|lbs?|kg|kilos?|units?|syringes?|sessions?|treatments?|payments?|inch(?:es)?|feet|ft|cm|meters?|miles?|percent|semanas?|dias?|mes(?:es)?|horas?|sesion(?:es)?|unidades|jeringas?|libras)\\b)';
/** What may stand after an age that counts nothing: weeks, units, miles, parts of ten and times of day do not. */
const nothingCounted = `(?!${counted})(?= *(?:$|[;!?)(\\n]|,(?! *\\d+ *(?:weeks?|wks?|days?|semanas?|dias?)\\b)|\\.(?!\\d)|[-–](?= *(?:years?|yrs?|y|yo|old|f|m)\\b)|[-–](?! *[\\p{L}\\p{N}])|[/:&](?! *\\d)|(?:years?|yrs?|y ?\\/? ?o|yo)\\b(?! (?:of|in|ago|post|since|later|into|with|here|now))|(?:and|n|so|but|or|almost|turning|girl|boy|female|male|f|m|lol|haha|can|is|my|with|w|want|i|im|do|looking|interested|btw|tho|atm|how|what|y|pero|jeje|quiero|cuanto|puedo)\\b|[^\\p{L}\\p{N}\\s.+%°*#=<>~$€£/:&–-]))`;
/** Of a person: a scar and a tattoo have years too. */
const oldWords =
  '(?:years?[ -]old|yrs?[ -]old|yr[ -]old|y ?\\/? ?o|yo)\\b(?= *(?:$|[^\\p{L}\\p{N} ]|(?:girl|boy|female|male|f|m|and|n|with|here|looking|who|wants?|wanting|can|i|im|my|student|in|from|but|so|teen|teenager|interested|trying|how|what|is|are|do)\\b))';
const starts = '(?:^|[.,;:!?(\\n] *|\\b(?:hi|hey|hello|hola) )';
const iAm = '(?<!\\blike )\\b(?:i ?a?m|iam)';
const ofChild = '(?:daughter|son|kid|child|niece|nephew|sister|brother|hij[ao]|sobrin[ao]|herman[ao])[, ]*';

const pattern = (text: string): RegExp => new RegExp(text, 'u');

/** Their age as they say it of themselves, now. */
const agesNow: readonly RegExp[] = [
  pattern(`${iAm} (?:(?:only|just|currently|still|like|a|an|also) ){0,2}${age}${nothingCounted}`),
  pattern(`${starts}(?:female|male|girl|boy|f|m)?[ ,]*${age} ${oldWords}`),
  pattern(`${starts}${age} ?[fm]\\b`),
  pattern(`${starts}${age} (?:and|n|&) (?:i )?(?:want|need|looking|interested)`),
  pattern(`(?<!${ofChild})(?:${starts}|\\bmy )age(?: is)?[ :-]*${age}(?!\\d)${nothingCounted}`),
  pattern(`(?:${starts}|\\bmi )edad(?: es(?: de)?|:)? *${age}(?!\\d)`),
  pattern(
    `(?<!casi )\\btengo (?:solo |apenas )?${age} (?:anos|anitos)\\b(?! (?:de|yendo|viniendo|con|sin|que))`,
  ),
  pattern(
    `\\btengo (?:solo |apenas )?${age} *(?:$|[.,;!?\\n]|y (?!\\d)|pero\\b|ja|casi\\b|aun\\b|todavia\\b)`,
  ),
  pattern(`\\b(?:soy|somos) (?:una? )?(?:\\w+ )?de ${age} anos\\b`),
  pattern(`\\bive been ${age} since\\b`),
  pattern(`\\bi turned ${age} (?:last (?:week|month)|yesterday|today|this|\\d+ (?:days|weeks) ago)\\b`),
  pattern(`${starts}(?:i )?(?:have )?(?:just|recently) turned ${age}\\b(?!${counted})`),
  pattern(`\\bi (?:have )?(?:just|recently) turned ${age}\\b(?!${counted})`),
  pattern(`\\bacabo de cumplir ${age}\\b`),
];

const soon = '(?= *(?:$|[,;.!?\\n]|next|in|on|this|soon|tomorrow|and|so|do|can|but|lol)\\b| *$| *[,;.!?])';
const nextAge = '([6-9]|1[0-8])';
/** The age that they are about to be. */
const agesAhead: readonly RegExp[] = [
  pattern(`(?:${starts}|${iAm} )turning ${nextAge}${soon}`),
  pattern(`\\bi(?: will)? turn ${nextAge}${soon}`),
  pattern(
    `(?:\\bi ?ll be|\\bi will be|(?:${starts}|${iAm} )(?:gonna|going to) (?:be|turn)) ${nextAge}${soon}`,
  ),
  pattern(`${iAm} (?:almost|nearly|not|not yet) ${nextAge}\\b(?! (?:weeks|months|days|hours))`),
  pattern(
    '\\b(?:voy a cumplir|cumplo|casi tengo|no (?:tengo|cumplo)) ([6-9]|1[0-8])\\b(?! (?:semanas|dias|meses))',
  ),
];

const school =
  '(?:high ?school(?:er)?|middle school(?:er)?|junior high|secondary school|sixth form)\\b(?! (?:teacher|coach|counselor|principal|nurse|staff|reunion|secretary))';
/** No age in years, but what only a child says of themselves. */
const childWithoutAge: readonly RegExp[] = [
  pattern(`${iAm} (?:a |still a )?(?:minor|underage)\\b`),
  pattern(`${iAm} (?:still )?under ?(?:the age of )?18\\b`),
  pattern(
    `${iAm} (?:still |only |currently )?(?:a |an |in |a student in |starting |going into )?(?:the )?${school}`,
  ),
  pattern(`${iAm} (?:a |an )?(?:freshman|sophomore|junior|senior) in (?:high ?school|hs)\\b`),
  pattern(
    `${iAm} (?:only |still |going |starting )?(?:a student )?(?:in|into) (?:the )?(?:[5-9]|1[0-2]|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)(?:th)? grade\\b`,
  ),
  pattern(`${iAm} (?:only |still |a student )?in year (?:[7-9]|1[0-3])\\b(?! of)`),
  pattern('\\b(?:my|doing|taking|sitting) gcses?\\b|\\bdoing my gcses?\\b'),
  pattern(`${iAm} (?:a |still a |just a )?(?:teen|teenager)\\b`),
  pattern('\\bsoy (?:una? )?(?:menor|menor de edad)\\b'),
  pattern(
    '\\b(?:estoy|voy|ando) (?:en|a) (?:la |el )?(?:(?:primero|segundo|tercero|cuarto|[1-4][ºo°]?) de )?(?:la )?(?:secundaria|prepa|preparatoria|bachillerato|primaria|eso)\\b',
  ),
];

const firstAge = (text: string, patterns: readonly RegExp[]): number | undefined => {
  const found = patterns.map((one) => one.exec(text)?.[1]).find((years) => years !== undefined);
  return found === undefined ? undefined : Number(found);
};

const minor = (who: ApparentMinor['who'], years: number | undefined): ApparentMinor | undefined =>
  years !== undefined && years >= 0 && years < 18 ? { who, age: years } : undefined;

function writer(text: string, at: string): ApparentMinor | undefined {
  const said = minor('writer', firstAge(text, agesNow));
  if (said) return said;
  const born = birthYearAge(text, at);
  if (born !== undefined) return minor(born.ofChild ? 'other' : 'writer', born.years);
  // Who says that they are grown up was a child once, or jokes.
  if (adultAge(text)) return undefined;
  const next = firstAge(text, agesAhead);
  if (next !== undefined) return { who: 'writer', age: next - 1 };
  return childWithoutAge.some((one) => one.test(text)) ? { who: 'writer' } : undefined;
}

/**
 * Whether words say that their writer, or whoever is to be treated, is under 18 (R36 "apparent age"), in English and Spanish. A child of whom
 * only something is told is none. Undefined says that nothing was found, never that somebody is grown up. Pure.
 */
export function apparentMinor(said: SaidOfAge): ApparentMinor | undefined {
  const text = digits(plainWords(said.text.slice(0, longest)));
  const told = agesTold(said.details ?? {}, said.at);
  const young = told.find(({ years }) => minor('other', years));
  if (young) return minor(young.of, young.years);
  const wrote = writer(text, said.at);
  if (wrote) return wrote;
  const child = childMeant(text);
  return child && { who: 'other', ...child };
}
