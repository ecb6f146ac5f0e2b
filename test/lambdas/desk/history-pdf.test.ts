import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, test } from '@jest/globals';
import type { ConsentHistory } from '../../../domain/patient/consent-history.ts';
import { historyPdf } from '../../../lambdas/desk/history-pdf.ts';

const history = (entries: number, words = 'Send me offers.'): ConsentHistory => ({
  title: 'Consent history',
  lines: ['Lakeside', 'Rowan Ash (1)'],
  entries: Array.from({ length: entries }, (_, index) => ({
    heading: `Agreed: marketing, by email (${index})`,
    details: [['Words', words]],
  })),
});
const pages = async (given: ConsentHistory): Promise<number> =>
  (await PDFDocument.load(await historyPdf(given))).getPageCount();

describe('a history of consent in print', () => {
  test('is a PDF, and goes on on another page', async () => {
    expect(await pages(history(1))).toBe(1);
    expect(await pages(history(60))).toBeGreaterThan(2);
  });

  test('breaks long words and takes letters that its font does not have', async () => {
    expect(await pages(history(1, `Zgoda ł ✓ 同意 ${'x'.repeat(3000)}`))).toBeGreaterThan(0);
  });
});
