const forbidden = [
  /\b(?:normal|expected|common|wait|ice|massage|take)\b/i,
  /\bdon[’']?t worry\b/i,
  /\bwill go away\b/i,
  /\bit[’']?s nothing\b/i,
  /\b(?:tranquil[oa]|com[uú]n|hielo|masaj\w*|tome|esper[ea]\w*)\b/i,
  /\bno se preocupe\b/i,
  /\bno es nada\b/i,
  /\bse le pasar[aá]\b/i,
];

/**
 * What an automated text may never say to a patient (R57): nothing that reassures, puts off or advises. Gives the first such
 * words, or nothing. The fixed safety replies of R59 are exempt.
 */
export function reassuringWords(text: string): string | undefined {
  for (const pattern of forbidden) {
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  return undefined;
}
