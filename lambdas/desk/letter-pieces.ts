import { composePost, type TouchWords } from '../../domain/message/compose-touch.ts';
import { inOwnLanguage } from '../../domain/message/own-language.ts';
import { envelopeOf } from '../../domain/message/postal-address.ts';
import type { LetterBatch, LetterPorts, Piece } from '../../domain/recall/letter-batch.ts';
import { zoneOf } from '../../domain/recall/zones.ts';
import { lettersCsv } from './letter-csv.ts';
import { lettersPdf, type Printed, postcardsPdf } from './letter-pdf.ts';

type Words = Omit<TouchWords, 'layout'>;

const closings = { en: 'Kind regards,\n', es: 'Atentamente,\n' } as const;
const locales = { en: 'en-US', es: 'es-US' } as const;

function printedPiece({ touch, record }: Piece, { channel, at }: LetterBatch, words: Words): Printed {
  const { practice } = words;
  const { language } = record.patient;
  const date = new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'long',
    timeZone: zoneOf(record.patient, practice),
  });
  return {
    envelope: envelopeOf(record.patient, practice),
    date: date.format(new Date(at)),
    text: composePost(touch, record, channel, words).text,
    closing: `${closings[language]}${practice.name}`,
  };
}

export interface FileStore {
  readonly key: (batchId: string, ending: 'pdf' | 'csv') => string;
  readonly keep: (key: string, body: Uint8Array | string, type: string) => Promise<void>;
}

/** Makes both files of a batch: what is printed here, and the same for a mailing house. */
export const letterPieces =
  (words: Words, files: FileStore): LetterPorts['keepFiles'] =>
  async (batch, given) => {
    const pieces = given.map(({ touch, record }) => ({ touch, record: inOwnLanguage(record) }));
    const printed = pieces.map((piece) => printedPiece(piece, batch, words));
    const pdf =
      batch.channel === 'letter'
        ? await lettersPdf(printed, words.practice.country, batch.at)
        : await postcardsPdf(printed, batch.at);
    await files.keep(files.key(batch.id, 'pdf'), pdf, 'application/pdf');
    await files.keep(files.key(batch.id, 'csv'), lettersCsv(pieces, words.practice), 'text/csv');
  };
