/** Longer than any service is named; all patterns here are quick on that. */
const longest = 300;

const number = String.raw`(?:\d+(?:[.,]\d+)?(?:\s?\/\s?\d+)?|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|un[ao]?|dos|tres|cuatro|cinco|seis)`;
const unit = `(?:units?|iu|u|mls?|ccs?|mg|oz|syringes?|vials?|areas?|zones?|sessions?|sites?|minutes?|mins?|hours?|hrs?|h|weeks?|packs?|unidad(?:es)?|jeringas?|zonas?|sesi[oó]n(?:es)?|minutos?)`;
const word = String.raw`[\p{L}\p{N}]`;
const alone = (pattern: string): RegExp => new RegExp(`(?<!${word})(?:${pattern})(?!${word})`, 'giu');

/** What is written about a service and is no part of its name: marks, prices, and how much of it. */
const about: readonly (readonly [RegExp, string])[] = [
  // Before anything is normalised, which would write the sign of a trade mark as two letters.
  [/\((?:r|tm|c|sm)\)|[®™©℠]/giu, ' '],
  [alone(String.raw`w\/o`), ' without '],
  [/(?<![\p{L}\p{N}])w\//giu, ' with '],
  [alone('n/a'), ' '],
  [alone(String.raw`f\/u`), ' follow up '],
  // "Consultation & treatment" is a treatment.
  [
    alone(
      String.raw`consult(?:ation|a)?s?\s{0,3}(?:&|\+|\/|and|with|y)\s{0,3}(?:treatment|tx|injection|procedure|tratamiento)s?`,
    ),
    ' ',
  ],
  [/[$£€]\s?\d[\d.,]*(?:\s?\/\s?(?:unit|syringe|area|session|vial))?|\d+(?:[.,]\d+)?\s?%/gu, ' '],
  [/(?:#|\bn(?:o|r)\.?)\s?\d+/giu, ' '],
  [alone(String.raw`[x×]\s?\d+|\d+\s?[x×]`), ' '],
  [
    alone(
      String.raw`(?:session|treatment|tx|visit|sesi[oó]n)\s?\d+(?:\s?(?:of|de|\/)\s?\d+)?|\d+\s?(?:of|de)\s?\d+`,
    ),
    ' ',
  ],
  [alone(`${number}(?:\\s?(?:-|–|to)\\s?${number})?[\\s-]{0,2}${unit}`), ' '],
];

/** A service's name as it is written, without marks, prices and amounts: "Botox® 20 units" is "Botox". */
export const withoutAmounts = (text: string): string =>
  about
    .reduce(
      (left, [pattern, instead]) => left.replaceAll(pattern, instead),
      text.slice(0, longest).replaceAll(/&amp;/gi, '&'),
    )
    .replaceAll(/[([{]\s{0,9}[)\]}]/g, ' ')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replace(/[\s:/-]{1,9}$/, '')
    .trim();

function singular(text: string): string {
  if (text.length < 4 || /(?:ss|us|is)$/.test(text)) return text;
  if (/(?:ch|sh|x|ss)es$/.test(text)) return text.slice(0, -2);
  return text.endsWith('s') ? text.slice(0, -1) : text;
}

/** Words that say no more than that it is a service. */
const anyService = new Set(
  'treatment tx trt service session syringe unit appointment appt procedure visit injection tratamiento sesion'.split(
    ' ',
  ),
);

/** Whether words name no service at all. */
export const isAnyService = (words: readonly string[]): boolean =>
  words.every((part) => anyService.has(part));

/** The words of a name alone: without case, accents, punctuation, and the s of a plural; "&" is "and". */
export function plainWords(text: string): readonly string[] {
  return text
    .slice(0, longest)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’`´]/g, '')
    .replaceAll(/[&+]/g, ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .map(singular);
}

/** The words that tell a service from another; all of them where it has no others. */
export function serviceWords(text: string): readonly string[] {
  const all = plainWords(withoutAmounts(text));
  const telling = all.filter((part) => !anyService.has(part));
  return telling.length > 0 ? telling : all;
}

const areas = new Set(
  'lip face chin cheek jaw jawline forehead glabella glabellar frown brow eyebrow eye crow feet nose nasolabial marionette smile bunny line neck neckline decollete chest hand arm armpit underarm axilla leg thigh calf knee back shoulder abdomen stomach belly tummy flank buttock bikini brazilian temple masseter ear scalp body under upper lower outer inner full left right side both labio cara menton mejilla frente cuello mano pierna axila espalda'.split(
    ' ',
  ),
);

/** Whether words say only where on the body. */
export const isOnlyArea = (words: readonly string[]): boolean =>
  words.length > 0 && words.every((part) => areas.has(part));
/** Words without those that say where. */
export const withoutArea = (words: readonly string[]): readonly string[] =>
  words.filter((part) => !areas.has(part));

/** With the treatment, not in place of it. */
const beside =
  /\bno (?:charge|cost|fee|downtime|down time|needle|pain|peeling)\b|\b(?:include|including|incl|with|plu?s) (?:an? |free |complimentary )*(?:consult\w*|follow ?up|review|touch ?up|check ?up)\b/g;
const talk =
  /\b(?:consult\w*|evaluat\w*|evaluacion|valoracion|assess\w*|follow ?up|seguimiento|touch ?up|top ?up|tweak\w*|retoque|review\w*|revision (?:de|del|post)|re ?check|check|check ?up|control (?:de|del|post)|after ?care|post ?(?:op|care|treatment|procedure)|pre ?op|suture|stitch|fu)\b/;
const money =
  /\b(?:deposit|gift ?(?:card|certificate)|voucher|certificate|membership|fee|prepayment|no ?show|cancel\w*|reschedul\w*)\b/;
/** Where a treatment's name stood among the words beside it. */
export const itsPlace = '·';
const no = String.raw`\b(?:no|not|without|never|none|declin\w*|refus\w*|sin|ningun\w*)\b`;
/** A no before the name is one to the treatment; after it, unless it ends there, it is one to something else: "without lidocaine". */
const negated = new RegExp(
  String.raw`${no}.*${itsPlace}|${no}$|${itsPlace}.*\b(?:declin\w*|refus\w*|none)\b|^(?!.*${itsPlace}).*${no}`,
);
const undone = new RegExp(String.raw`${itsPlace}.*\b(?:not|never)\b`);
const another =
  /\b(?:dissol\w*|revers\w*|remov\w*|wax\w*|threading|tint\w*|tattoo|make ?up|cream|lotion|class|seminar|workshop|training)\b/;

/** Whether an entry of a list says that what stands beside it was not done. */
export const takesBack = (words: readonly string[]): boolean =>
  /^(?:(?:was|were|but|then|patient|client|pt) )*(?:not|never|declin\w*|refus\w*|cancel\w*|none)\b/.test(
    words.join(' '),
  );

/**
 * What the words beside a treatment's name make of it: `none`, it was not done (a talk about it, a check or touch-up after it, a payment for it, a
 * no); `other`, something else was (taking it out, a class in it), or perhaps nothing. `itsPlace` is where the name stood. `mayBeTalk`: what is asked is what a talk was about.
 */
export function turnedInto(words: readonly string[], mayBeTalk: boolean): 'none' | 'other' | undefined {
  const said = words.join(' ').replaceAll(beside, ' ');
  if (negated.test(said)) return 'none';
  if (!mayBeTalk && (talk.test(said) || money.test(said))) return 'none';
  return another.test(said) || undone.test(said) ? 'other' : undefined;
}
