import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from '@cantoo/pdf-lib';
import type { ConsentHistory } from '../../domain/patient/consent-history.ts';

/** US letter, in points. */
const size: [number, number] = [612, 792];
const margin = 54;
const lineHeight = 13;

interface Ink {
  readonly font: PDFFont;
  readonly points: number;
  readonly indent?: number;
}

/** The fonts that every reader has know the letters of western languages; any other is shown as a question mark. */
function legible(text: string, { font }: Ink): string {
  const known = new Set(font.getCharacterSet());
  return [...text.normalize('NFC').replaceAll(/\s+/g, ' ')]
    .map((letter) => (known.has(letter.codePointAt(0) ?? 0) ? letter : '?'))
    .join('');
}

function wrapped(text: string, ink: Ink): readonly string[] {
  const width = size[0] - 2 * margin - (ink.indent ?? 0);
  const fits = (line: string): boolean => ink.font.widthOfTextAtSize(line, ink.points) <= width;
  const lines: string[] = [''];
  for (const word of legible(text, ink)
    .split(' ')
    .flatMap((long) => long.match(/.{1,60}/g) ?? [])) {
    const last = lines.at(-1) ?? '';
    const longer = last ? `${last} ${word}` : word;
    if (fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A history of consent as a PDF that prints on letter paper. */
export async function historyPdf(history: ConsentHistory): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setTitle(history.title);
  document.setProducer('Heard');
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  let page: PDFPage = document.addPage(size);
  let y = size[1] - margin;
  const write = (text: string, ink: Ink): void => {
    for (const line of wrapped(text, ink)) {
      if (y < margin) {
        page = document.addPage(size);
        y = size[1] - margin;
      }
      page.drawText(line, { x: margin + (ink.indent ?? 0), y, size: ink.points, font: ink.font });
      y -= Math.max(lineHeight, ink.points * 1.3);
    }
  };
  write(history.title, { font: bold, points: 18 });
  for (const line of history.lines) write(line, { font: plain, points: 10 });
  for (const { heading, details } of history.entries) {
    y -= lineHeight;
    write(heading, { font: bold, points: 11 });
    for (const [label, value] of details) write(`${label}: ${value}`, { font: plain, points: 9, indent: 12 });
  }
  return document.save();
}
