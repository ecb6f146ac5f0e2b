import { linesIn, nextLine } from './csv-cells.ts';

/** Where a file is read that comes in pieces: what of it is not read yet, and on which line that begins. */
export class CsvPlace {
  text = '';
  line = 1;
  isWhole = false;
  /** Whether the rest of a line that is no row is still to come. */
  isPassing = false;

  take(text: string, isWhole: boolean): void {
    this.text += text;
    this.isWhole = isWhole;
  }

  /** Goes on behind what was read. */
  skip(end: number): void {
    this.line += linesIn(this.text.slice(0, end));
    this.text = this.text.slice(end);
  }

  /** Goes on with the next line; where that is not there yet, what is left of this one is let go. */
  pass(): void {
    const end = nextLine(this.text, 0, this.isWhole);
    this.isPassing = end === undefined;
    if (end === undefined) this.text = this.text.endsWith('\r') ? '\r' : '';
    else this.skip(end);
  }
}
