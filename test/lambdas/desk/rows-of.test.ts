import { describe, expect, test } from '@jest/globals';
import { rowsOf, rowsPerImport } from '../../../lambdas/desk/csv-rows.ts';

const table = (columns: number, rows: number, name = (index: number) => `c${index}`): string =>
  [Array.from({ length: columns }, (_, index) => name(index)).join(','), ...Array(rows).fill('1,2')].join(
    '\n',
  );

describe('the rows of an imported file', () => {
  test('are read by the names of its columns, each with its line of the file', () => {
    const { header, rows } = rowsOf('\uFEFFnumber , answer\n1,yes\n\n2,no', 11);
    expect(header).toEqual(['number', 'answer']);
    expect(rows).toEqual([
      { line: 12, record: { number: '1', answer: 'yes' } },
      { line: 14, record: { number: '2', answer: 'no' } },
    ]);
  });

  test.each([
    ['many columns', table(200_000, 500)],
    ['a name without end', table(1, 500, () => 'x'.repeat(900_000))],
    ['a long name', table(1, 500, () => 'x'.repeat(300))],
  ])('with %s are refused before they are read', (_what, text) => {
    expect(() => rowsOf(text)).toThrow('send the columns that are needed');
  });

  test('as wide as an export may be, are read', () => {
    expect(rowsOf(table(500, rowsPerImport)).rows).toHaveLength(rowsPerImport);
  });

  test('that are too many are refused', () => {
    expect(() => rowsOf(table(2, rowsPerImport + 1))).toThrow('Send at most 500 rows');
  });

  test('are those of a file with a first line', () => {
    expect(() => rowsOf(' \n\n')).toThrow('a first line of column names');
  });
});
