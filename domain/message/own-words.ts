/** Where quoted history begins, in the wordings of common mail programs, English and Spanish. */
const quoteStarts: readonly RegExp[] = [
  /^>/,
  /^-{2,}\s*(original message|mensaje original)\s*-{2,}/i,
  /^(from|de):\s.+@.+/i,
  /^(on|el)\s.{6,200}(wrote|escribió|escribio):?\s*$/i,
];
const attribution = /^(on|el)\s.{4,120}$/i;
const wrote = /(wrote|escribió|escribio):\s*$/i;
const forwards =
  /^-{2,}\s*(forwarded message|mensaje reenviado)\s*-{2,}|^(begin forwarded message|inicio del mensaje reenviado|forwarded message|mensaje reenviado):?$/i;
const rule = /^_{5,}$/;
const heading = /^(from|de):\s.+/i;
const signature = /^--$/;
const advertisement =
  /^(sent from my [\w ]{2,40}|enviado desde mi [\p{L}\d ]{2,40}|get outlook for .{2,20})$/iu;
/** Lines of a quoted mail's head that are nobody's words; its subject may be. */
const headLine = /^(from|de|sent|enviado|date|fecha|to|para|cc|reply-to)\s?:\s.*$/i;

/** What stands below a person's words in a mail: a signature, somebody else's mail that they forward, or quoted history. */
export interface Below {
  readonly kind: 'signature' | 'forwarded' | 'quoted';
  readonly text: string;
  /** The lines that say whose words they are. */
  readonly by: string;
}

export interface MailParts {
  /** What the person wrote above, and between quoted lines; all of a mail that has nothing else. */
  readonly own: string;
  readonly below: readonly Below[];
}

/** A line of one's own behind a quoted one: only where quoting is by `>` can it be told from history. */
const answers = (line: string, before: string): boolean =>
  line.trim() !== '' && !line.startsWith('>') && before.startsWith('>');

/** Whether the head of a mail stands below a line of underscores. */
const isHeaded = (lines: readonly string[], index: number): boolean =>
  heading.test(
    lines
      .slice(index + 1, index + 4)
      .find((other) => other.trim() !== '')
      ?.trim() ?? '',
  );

function kindAt(lines: readonly string[], index: number): Below['kind'] | undefined {
  const line = lines[index]?.trim() ?? '';
  if (signature.test(line)) return 'signature';
  if (forwards.test(line)) return 'forwarded';
  if (quoteStarts.some((start) => start.test(line))) return 'quoted';
  if (rule.test(line)) return isHeaded(lines, index) ? 'quoted' : undefined;
  // Long attributions are folded: "On Fri, 20 Nov 2026, Lakeside <...>" / "wrote:".
  return attribution.test(line) && wrote.test(lines[index + 1]?.trim() ?? '') ? 'quoted' : undefined;
}

/** A text without what a phone adds to it. */
export const withoutAdvertisement = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !advertisement.test(line.trim()))
    .join('\n');

interface Block {
  readonly kind: Below['kind'];
  readonly lines: string[];
}

const isBy = (line: string): boolean => headLine.test(line) || wrote.test(line) || attribution.test(line);

const isAdded = (line: string): boolean => advertisement.test(line.trim()) || rule.test(line.trim());

/** A block's words, and whose they are. */
function belowOf({ kind, lines }: Block): Below {
  const bare = lines.map((line) => line.replace(/^[>\s]+/, '').trimEnd());
  const by = bare.filter((line) => heading.test(line) || wrote.test(line) || attribution.test(line));
  const said = bare.filter((line) => !isBy(line) && !rule.test(line) && !signature.test(line));
  return { kind, text: said.join('\n').trim(), by: by.join('\n') };
}

interface Parting {
  readonly own: string[];
  readonly blocks: Block[];
  /** The last block goes on, whatever its lines look like. */
  open: boolean;
  /** The line before stood in it. */
  inBlock: boolean;
}

function place({ own, blocks, open, inBlock }: Parting, line: string, kind: Below['kind'] | undefined): void {
  const last = blocks.at(-1);
  if (kind && !(inBlock && last?.kind === kind)) blocks.push({ kind, lines: [line] });
  else if (kind || open) last?.lines.push(line);
  else if (!isAdded(line)) own.push(line);
}

function partingOf(lines: readonly string[]): Parting {
  const lastAnswer = lines.findLastIndex((line, index) => answers(line, lines[index - 1] ?? ''));
  const parting: Parting = { own: [], blocks: [], open: false, inBlock: false };
  for (const [index, line] of lines.entries()) {
    const goesOn = parting.open && parting.blocks.at(-1)?.kind !== 'signature';
    const kind = goesOn ? undefined : kindAt(lines, index);
    place(parting, line, kind);
    if (kind) parting.open = kind === 'signature' || lastAnswer <= index;
    parting.inBlock = parting.open || kind !== undefined;
  }
  return parting;
}

/**
 * Parts a mail into what its sender wrote and what stands below it. Answers written between lines that are quoted by `>` stay with the words of
 * one's own. Nothing is left out but what programs add: "Sent from my phone", lines of underscores, heads of quoted mails.
 */
export function mailParts(mail: string): MailParts {
  const { own, blocks } = partingOf(mail.split('\n'));
  const words = own.join('\n').trim();
  if (words === '') return { own: mail.trim(), below: [] };
  const below = blocks.map(belowOf).filter(({ text }) => text !== '' && !advertisement.test(text));
  return { own: words, below };
}

/** What a person wrote in a mail, without the quoted history and without a signature. A mail of nothing else comes back whole. */
export const ownWords = (mail: string): string => mailParts(mail).own;
