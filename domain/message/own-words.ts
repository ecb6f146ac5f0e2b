/** Where quoted history begins, in the wordings of common mail programs, English and Spanish. */
const quoteStarts: readonly RegExp[] = [
  /^>/,
  /^-{2,}\s*(original message|forwarded message|mensaje original|mensaje reenviado)\s*-{2,}/i,
  /^_{10,}$/,
  /^(from|de):\s.+@.+/i,
  /^(on|el)\s.{6,200}(wrote|escribió|escribio):?\s*$/i,
];
const attribution = /^(on|el)\s.{4,120}$/i;
const wrote = /(wrote|escribió|escribio):\s*$/i;

function startsQuote(lines: readonly string[], index: number): boolean {
  const line = lines[index]?.trim() ?? '';
  if (quoteStarts.some((start) => start.test(line))) return true;
  // Long attributions are folded: "On Fri, 20 Nov 2026, Lakeside <...>" / "wrote:".
  return attribution.test(line) && wrote.test(lines[index + 1]?.trim() ?? '');
}

const signature = /^--$/;
const advertisement = /^(sent from my .{2,40}|enviado desde mi .{2,40}|get outlook for .{2,20})$/i;

/**
 * What a person wrote in a mail: without the quoted history and without a signature behind it. Answers written between quoted
 * lines stay. A mail of nothing else comes back whole, so that no words are ever lost.
 */
export function ownWords(mail: string): string {
  const lines = mail.split('\n');
  const lastAnswer = lines.findLastIndex((line, index) => answers(line, lines[index - 1] ?? ''));
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (signature.test(line.trim())) break;
    if (advertisement.test(line.trim())) continue;
    if (!startsQuote(lines, index)) kept.push(line);
    else if (lastAnswer <= index) break;
  }
  return kept.join('\n').trim() || mail.trim();
}

/** A line of one's own behind a quoted one: only where quoting is by `>` can it be told from history. */
const answers = (line: string, before: string): boolean =>
  line.trim() !== '' && !line.startsWith('>') && before.startsWith('>');
