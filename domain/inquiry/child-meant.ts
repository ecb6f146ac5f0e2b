const child =
  '(?:daughters?|sons?|kids?|childs?|niece|nephew|sister|brother|stepdaughter|stepson|granddaughter|grandson|goddaughter|cousin|friend|amig[ao]|girl|boy|teen|teenager|hij[ao]s?|nin[ao]s?|nen[ae]|sobrin[ao]|herman[ao]|niet[ao]|prim[ao]|ahijad[ao])';
const years = '(\\d|1[0-7])';
const old = '[ -]?(?:years?|yrs?|yr|y)[ -]?\\/?[ -]?(?:olds?|o)\\b';
/** Up to the end of a sentence, and not past the writer: "my son is 12 and I want". */
const onward = '(?:(?!\\b(?:i|we|id|ill|im|ive|yo|nosotros|me)\\b)[^.!?\\n]){0,70}?';
const wanted =
  '(?:\\b(?:wants?|would like|needs|is (?:interested|looking|asking|hoping)|interested in|to get|get|getting|has (?:\\w+ ){0,2}(?:acne|scars?|scarring|birthmark|pimples|hair|moles?|warts?)|quiere|necesita|desea|le gustaria|tiene (?:\\w+ ){0,2}(?:acne|vello|espinillas|granos|manchas|cicatri\\w+))\\b|anos y (?:much[ao]s?|tiene|quiere|le))';

const pattern = (text: string): RegExp => new RegExp(text, 'u');

/** Ages of a child whom the writer speaks of. */
const ages: readonly RegExp[] = [
  pattern(`\\b(?:my|our|a|her|his) (?:\\w+ ){0,2}?${years}${old}`),
  pattern(
    `\\b(?:my|our) (?:\\w+ ){0,2}?${child}(?:,? who)?(?:s| is|,|:)? ?\\(?(?:(?:only|just|now|turned|turning|about to be|aged?|almost) ){0,2}${years}(?![\\d:/])`,
  ),
  pattern(
    `\\b${child}\\b[^\\n]{0,60}?\\b(?:shes|hes|she is|he is|theyre|who is) (?:only |just )?${years}(?![\\d:/])`,
  ),
  pattern(
    `\\bmi (?:\\w+ )?${child}(?: que)?(?: de| tiene|,|:)? ?\\(?(?:solo )?${years}\\b(?! (?:semanas|meses|dias))`,
  ),
  pattern(
    `\\bmi (?:\\w+ )?${child}\\b[^\\n]{0,60}?\\btiene (?:solo )?${years}\\b(?! (?:semanas|meses|dias))`,
  ),
  pattern(`\\b(?:my|our) (?:\\w+ ){0,2}?${child}, age:? ${years}\\b`),
  pattern(`\\b(?:a|de) (?:una?|mi) (?:${child}) de ${years}\\b`),
  pattern(`\\b(?:on|to|for|treat|see|a|an) ${years}${old}`),
];

const teen = pattern(
  `\\b(?:my|our|mi) (?:teen(?:age)?|underage|adolescente) (?:${child})?\\b|\\bmi (?:${child}) (?:adolescente|menor de edad)\\b`,
);

const meant = `(?:${child}|${years}${old})`;
/** That it is the child who is to be treated. */
const treated: readonly RegExp[] = [
  pattern(`\\b(?:my|our|mi|a) (?:[\\w-]+ ){0,3}?${meant}${onward}${wanted}`),
  pattern(
    `\\b(?:for|para) (?:my|our|mi|a|una?|teen|el|la) ?(?:[\\w-]+ ){0,2}?${meant}(?! party| birthday| wedding)`,
  ),
  pattern(
    `\\b(?:can|could) (?:she|he|they|my|an? \\d)${onward}\\b(?:gets?|have|do|come in|book|be (?:seen|treated))\\b`,
  ),
  pattern('\\b(?:patient is|it is|its) (?:for )?(?:my|our) '),
  pattern('\\b(?:pueden|puede|podrian) (?:hacer|poner|atender|tratar)'),
  pattern('\\bl[aeo]s? (?:atienden|tratan|pueden|puede|podrian|hacen|ponen)\\b'),
  pattern('\\b(?:bring|treat|see) (?:her|him)\\b'),
  pattern(`\\b(?:do you|will you|would you)${onward}${years}${old}`),
  pattern('\\b(?:atienden|tratan|aceptan) (?:a )?menores\\b'),
];

const turns = pattern(
  `\\b(?:my|our) (?:\\w+ ){0,2}?${child} (?:turns|will be|is turning|is about to be|is almost) ([2-9]|1[0-8])\\b`,
);
const cumple = pattern(`\\bmi (?:\\w+ )?${child} (?:cumple|va a cumplir) ([2-9]|1[0-8])\\b`);

const tooYoung = /\b(?:is|are) (1[0-7]) (?:years old )?too young\b/;

/** A child who is to be treated, by the plain words (plain-words.ts) of somebody else; the age in years where it is told. */
export function childMeant(text: string): { readonly age?: number } | undefined {
  const asked = tooYoung.exec(text)?.[1];
  if (asked !== undefined) return { age: Number(asked) };
  const next = (turns.exec(text) ?? cumple.exec(text))?.[1];
  const found =
    next !== undefined
      ? `${Number(next) - 1}`
      : ages.map((one) => one.exec(text)?.[1]).find((age) => age !== undefined);
  if (found === undefined && !teen.test(text)) return undefined;
  if (!treated.some((one) => one.test(text))) return undefined;
  return found === undefined ? {} : { age: Number(found) };
}
