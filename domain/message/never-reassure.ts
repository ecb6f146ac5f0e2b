/** What reassures or puts off, in the words of R57 and R67 and their relatives. */
const reassuring = [
  /\b(?:normal\w*|expected|common\w*|wait|ice|massage|take|relax\w*)\b/i,
  /\b(?:calm down|do not worry|no need to worry|nothing to worry|don[’']?t panic|no big deal)\b/i,
  /\bdon[’']?t worry\b/i,
  /\bwill go away\b/i,
  /\bit[’']?s nothing\b/i,
  /\b(?:tranquil[oa]|com[uú]n|hielo|masaj\w*|tome|esper[ea]\w*)\b/i,
  /\bno (?:se|te|os) preocup\w+/i,
  /\b(?:rel[aá]j\w+|c[aá]lm[ae]\w*|no pasa nada|no hay problema)\b/i,
  /\bno es nada\b/i,
  /\bse (?:le|te) pasar[aá]/i,
];

/** A dose, a diagnosis, a home remedy or a price is for a person to say (R57). */
const advising = [
  /\d\s?(?:mg|mcg|ml|cc|iu|ui|units?|unidades|tablets?|pills?|pastillas?|tabletas?)\b/i,
  /\b(?:ibuprofen\w*|tylenol|acetaminophen|advil|aspirin\w*|benadryl|antihistamin\w*|arnica|aloe|vaseline|vaselina|paracetamol\w*)\b/i,
  /\b(?:cold|warm|hot) (?:compress\w*|packs?)\b/i,
  /\b(?:compresas?|pa[ñn]os?) (?:fr[ií]\w+|tibi\w+|caliente\w*)/i,
  /\b(?:you (?:probably |likely |may |might )?have (?:an? )?(?:infection|allerg\w+|reaction|occlusion|bruise))\b/i,
  /\b(?:(?:usted )?(?:tiene|puede tener) una? (?:infecci[oó]n|alergia|reacci[oó]n|oclusi[oó]n|morado))/i,
  /[$€£]\s?\d|\d\s?(?:usd|dollars?|d[oó]lares|euros?)\b|\d\s?%/i,
  /\bunsubscribe\b|\bspecial offer\b|\bdiscount\b|\bdescuento\b|\boferta\b|\bpromoci[oó]n\b/i,
];

const forbidden = [...reassuring, ...advising];

/**
 * What an automated text may never say to a patient (R57): nothing that reassures, puts off, advises, names a price or sells. Gives the first such
 * words, or nothing. The fixed safety replies of R59 are exempt.
 */
export function reassuringWords(text: string): string | undefined {
  for (const pattern of forbidden) {
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  return undefined;
}
