import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from '@cantoo/pdf-lib';
import { type Envelope, printable } from '../../domain/message/postal-address.ts';

/** What stands on one piece. */
export interface Printed {
  readonly envelope: Envelope;
  /** The date, as it is written; letters only. */
  readonly date: string;
  readonly text: string;
  readonly closing: string;
}

const inch = 72;
const millimetre = inch / 25.4;

interface Paper {
  readonly size: readonly [number, number];
  readonly margin: number;
  /** Where the first line of the address stands, from the top left: within the window however the sheet slips in its envelope. */
  readonly window: { readonly left: number; readonly top: number };
  readonly bodyTop: number;
}

/** US letter in a No. 10 window envelope, folded in three; A4 in a DL one (DIN 5008, form B). */
const papers = {
  letter: {
    size: [8.5 * inch, 11 * inch],
    margin: 1 * inch,
    window: { left: 1 * inch, top: 2.55 * inch },
    bodyTop: 4.1 * inch,
  },
  a4: {
    size: [210 * millimetre, 297 * millimetre],
    margin: 25 * millimetre,
    window: { left: 25 * millimetre, top: 63 * millimetre },
    bodyTop: 104 * millimetre,
  },
} as const satisfies Record<string, Paper>;

/** Countries that print on US letter. */
const onLetter = new Set(['US', 'CA', 'MX', 'CO', 'CL', 'PH']);
const points = 11;
const leading = 15;
/** Lines in a window stand closer: six must fit. */
const addressLeading = 11.5;

interface Ink {
  readonly page: PDFPage;
  readonly font: PDFFont;
}

function wrapped(text: string, font: PDFFont, width: number, size: number): readonly string[] {
  const lines = [''];
  for (const word of printable(text).split(' ')) {
    const last = lines.at(-1) ?? '';
    const longer = last ? `${last} ${word}` : word;
    if (font.widthOfTextAtSize(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Draws lines from a place down; gives where the next one would stand, from the top. */
function draw(
  { page, font }: Ink,
  lines: readonly string[],
  at: { readonly left: number; readonly top: number; readonly leading: number; readonly size: number },
): number {
  const height = page.getHeight();
  lines.forEach((line, index) => {
    const y = height - at.top - at.size - index * at.leading;
    page.drawText(printable(line), { x: at.left, y, size: at.size, font });
  });
  return at.top + lines.length * at.leading;
}

function paragraphs(text: string, font: PDFFont, width: number, size: number): readonly string[] {
  return text
    .split(/\n\s*\n/)
    .flatMap((paragraph, index) => [
      ...(index > 0 ? [''] : []),
      ...paragraph.split('\n').flatMap((line) => wrapped(line, font, width, size)),
    ]);
}

async function started(title: string, at: string) {
  const document = await PDFDocument.create();
  document.setTitle(title);
  document.setProducer('Heard');
  document.setCreationDate(new Date(at));
  document.setModificationDate(new Date(at));
  return { document, font: await document.embedFont(StandardFonts.Helvetica) };
}

function letter({ page, font }: Ink, paper: Paper, { envelope, date, text, closing }: Printed): void {
  const { margin, window } = paper;
  const width = paper.size[0] - 2 * margin;
  draw({ page, font }, envelope.from, { left: margin, top: 0.6 * inch, leading: 12, size: 9 });
  draw({ page, font }, envelope.to, { ...window, leading: addressLeading, size: 10 });
  const lines = [date, '', ...paragraphs(text, font, width, points), '', ...closing.split('\n')];
  draw({ page, font }, lines, { left: margin, top: paper.bodyTop, leading, size: points });
}

/** Letters for window envelopes, one sheet each, on the paper of a country. `at` is the ISO instant of the batch. */
export async function lettersPdf(
  pieces: readonly Printed[],
  country: string,
  at: string,
): Promise<Uint8Array> {
  const paper = onLetter.has(country) ? papers.letter : papers.a4;
  const { document, font } = await started('Letters', at);
  for (const piece of pieces) letter({ page: document.addPage([...paper.size]), font }, paper, piece);
  return document.save();
}

const card = { width: 6 * inch, height: 4 * inch, margin: 0.3 * inch };

/** Postcards of 6 by 4 inches, two sides each: the words, then the address, its lower right half left free for the post. */
export async function postcardsPdf(pieces: readonly Printed[], at: string): Promise<Uint8Array> {
  const { document, font } = await started('Postcards', at);
  const size: [number, number] = [card.width, card.height];
  const { margin } = card;
  for (const { text, envelope } of pieces) {
    const front = { page: document.addPage(size), font };
    const lines = paragraphs(text, font, card.width - 2 * margin, 12);
    draw(front, lines, { left: margin, top: margin, leading: 17, size: 12 });
    const back = { page: document.addPage(size), font };
    draw(back, envelope.from, { left: margin, top: margin, leading: 10, size: 8 });
    draw(back, envelope.to, { left: 2.9 * inch, top: 1.7 * inch, leading: 13, size: 10 });
  }
  return document.save();
}
