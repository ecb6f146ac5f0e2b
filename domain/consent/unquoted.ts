const quoteStarts = [
  /^\s*>/,
  /^-- ?$/,
  /^_{5,}/,
  /^-{2,}\s*(original message|mensaje original)/i,
  /^on .{4,200}wrote:\s*$/i,
  /^el .{4,200}escribi[oó]:\s*$/i,
  /^(from|de): .+@/i,
  /^\s*(sent from my|enviado desde mi)\b/i,
];

/** What a person wrote themselves: no quoted mail, no signature, no "Sent from my phone" below it. */
export function unquoted(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => quoteStarts.some((start) => start.test(line)));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
}

/** The same, spelled as rules and examples compare it: compatibility forms replaced, and "e-mail" one word. */
export const normalized = (text: string): string =>
  unquoted(text.normalize('NFKC').replaceAll('\\n', '\n')).replaceAll(/\be-(?=mail)/gi, 'e');
