import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, test } from '@jest/globals';
import { canPrint, envelopeOf, printable } from '../../../domain/message/postal-address.ts';
import { samplePatient } from '../../../domain/message/sample-patient.ts';
import type { Piece } from '../../../domain/recall/letter-batch.ts';
import { lettersCsv } from '../../../lambdas/desk/letter-csv.ts';
import { lettersPdf, postcardsPdf } from '../../../lambdas/desk/letter-pdf.ts';
import { lakeside } from '../../support/lakeside.ts';

const { patient } = samplePatient('es', 'downtown', true);
const addressed = {
  ...patient,
  firstName: 'José',
  lastName: 'Núñez',
  region: 'TX',
  postal: { lines: ['1 Elm Street', 'Apt 4'], city: 'Austin', postalCode: '78701' },
};
const practice = lakeside.identity;
const piece = {
  envelope: envelopeOf(addressed, practice),
  date: '25 de noviembre de 2026',
  text: 'Hola José:\n\nes hora de planear su próxima cita con nosotros.',
  closing: 'Atentamente,\nLakeside Aesthetics',
};
const at = '2026-11-25T16:00:00.000Z';
const sizes = async (bytes: Uint8Array) =>
  (await PDFDocument.load(bytes)).getPages().map((page) => {
    const { width, height } = page.getSize();
    return [Math.round(width), Math.round(height)];
  });

describe('what is printed', () => {
  test('letters stand on the paper of the country, a sheet each, the same bytes each time', async () => {
    const bytes = await lettersPdf([piece, piece], 'US', at);
    expect(await sizes(bytes)).toEqual([
      [612, 792],
      [612, 792],
    ]);
    expect(await sizes(await lettersPdf([piece], 'GB', at))).toEqual([[595, 842]]);
    expect(await lettersPdf([piece, piece], 'US', at)).toEqual(bytes);
  });

  test('postcards have two sides of six by four inches', async () => {
    expect(await sizes(await postcardsPdf([piece], at))).toEqual([
      [432, 288],
      [432, 288],
    ]);
  });

  test.each([
    ['US', ['José Núñez', '1 Elm Street', 'Apt 4', 'Austin TX 78701']],
    ['GB', ['José Núñez', '1 Elm Street', 'Apt 4', 'Austin', '78701', 'UNITED KINGDOM']],
    ['ES', ['José Núñez', '1 Elm Street', 'Apt 4', '78701 Austin', 'SPAIN']],
  ])('an address in %s', (country, lines) => {
    expect(envelopeOf({ ...addressed, country }, practice).to).toEqual(lines);
  });

  test('the envelope bears no name that says what is treated', () => {
    const alias = envelopeOf(addressed, { ...practice, brandRevealsTreatment: true });
    expect(alias.from).toEqual(['200 Shoreline Drive', 'Austin TX 78701']);
  });

  test('names lose what no printer’s font has, and no more', () => {
    expect(printable('Łukasz Ćwik Núñez')).toBe('Lukasz Cwik Núñez');
    expect(canPrint('Łukasz')).toBe(true);
    expect(canPrint('Юрий')).toBe(false);
  });

  test('the list for a mailing house says who and where, and nothing of why', () => {
    const touch = { id: 'pat_1.2026-11-25', template: 'due' };
    const record = { patient: { ...addressed, lastName: '=HYPERLINK("x")' } };
    const csv = lettersCsv([{ touch, record } as unknown as Piece], practice);
    const [header, row] = csv.split('\n');
    expect(header).toBe('name,line_1,line_2,line_3,city,region,postal_code,country,template,language,piece');
    expect(row).toContain('1 Elm Street,Apt 4,,Austin,TX,78701,US,due,es,pat_1.2026-11-25');
  });
});
