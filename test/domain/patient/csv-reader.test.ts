import { describe, expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { csvReasons } from '../../../domain/patient/csv-cells.ts';
import { csvDelimiters, headerRead } from '../../../domain/patient/csv-header.ts';
import { type CsvProblem, type CsvRow, csvReader, recordOf } from '../../../domain/patient/csv-reader.ts';

/** Everything in a text, which comes in pieces of so many letters. */
function read(text: string, pieceLength = text.length || 1) {
  const reader = csvReader();
  const found: (CsvRow | CsvProblem)[] = [];
  for (let at = 0; at < text.length; at += pieceLength)
    found.push(...reader.push(text.slice(at, at + pieceLength), false));
  found.push(...reader.push('', true));
  return {
    header: reader.header(),
    rows: found.filter((one) => 'cells' in one),
    problems: found.filter((one) => 'reason' in one),
  };
}
const cellsOf = (text: string) => read(text).rows.map(({ cells }) => cells);
const head = 'id,name,email';

describe('a table', () => {
  test('is read as it was written, whatever stands in it and however it comes', () => {
    const cell = fc
      .string({
        unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '|', '\n', '\r\n', '\r', ' '),
        maxLength: 6,
      })
      .map((text) => text.trim());
    const row = fc
      .array(cell, { minLength: 3, maxLength: 3 })
      .filter((cells) => cells.some((one) => one !== ''));
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        fc.constantFrom(...csvDelimiters),
        fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
        fc.boolean(),
        fc.integer({ min: 1, max: 30 }),
        (rows, delimiter, record_delimiter, quoted, pieceLength) => {
          const text = stringify([['id', 'name', 'email'], ...rows], {
            delimiter,
            record_delimiter,
            quoted,
            quoted_match: /["\n\r,;|\t]/,
          });
          const table = read(text, pieceLength);
          expect(table.header).toEqual({ names: ['id', 'name', 'email'], delimiter });
          expect(table.problems).toEqual([]);
          expect(table.rows.map(({ cells }) => cells)).toEqual(rows);
          const lines = (one: string): number => one.split(/\r\n?|\n/).length;
          rows.forEach((cells, index) => {
            const before = rows.slice(0, index).flat();
            const breaks = before.reduce((sum, one) => sum + lines(one) - 1, 0);
            expect(table.rows[index]?.line).toBe(2 + index + breaks);
            expect(cells).toHaveLength(3);
          });
        },
      ),
    );
  });

  test('keeps every other row of one with a broken line in it, and names that line', () => {
    const broken = fc.constantFrom(
      'x,"Ann"x,a@x',
      'x,"Ann,a@x',
      'x,y,z,more',
      '"x,y,z',
      'x,"said "hi" to",z',
    );
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        broken,
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        (isBroken, line, isQuoted, pieceLength) => {
          const good = (index: number) => (isQuoted ? `"${index}","Bo, Jr",b@x` : `${index},Bo,b@x`);
          const lines = isBroken.map((is, index) => (is ? line : good(index)));
          const { rows, problems } = read([head, ...lines].join('\n'), pieceLength);
          const at = (wanted: boolean) => isBroken.flatMap((is, index) => (is === wanted ? [index + 2] : []));
          expect(problems.map((one) => one.line)).toEqual(at(true));
          expect(rows.map((one) => one.line)).toEqual(at(false));
        },
      ),
    );
  });

  test('takes a stray quote as it stands', () => {
    expect(cellsOf(`${head}\n2,Bob "Bo" Lee,b@x\n3,5" tall,"""Al"" Ash"`)).toEqual([
      ['2', 'Bob "Bo" Lee', 'b@x'],
      ['3', '5" tall', '"Al" Ash'],
    ]);
  });

  test.each([
    ['text after a closing quote', '2,"Ann"x,a@x', csvReasons.afterQuote],
    ['a quote that is not closed', '2,"Ann,a@x', csvReasons.unclosed],
    ['one that the next quoted cell seems to close', '2,"Ann,a@x\n"3","Bo","b@x"', csvReasons.unclosed],
    ['a cell too many', '2,Lee, Ann,a@x', 'it has 4 cells and the first line has 3'],
  ])('tells the line and the reason of %s', (_what, lines, reason) => {
    const { rows, problems } = read(`${head}\n1,Al,al@x\n${lines}\n4,Cy,c@x`);
    expect(problems).toEqual([{ line: 3, reason: expect.stringContaining(reason) }]);
    expect(rows[0]).toMatchObject({ line: 2 });
    expect(rows.at(-1)).toMatchObject({ cells: ['4', 'Cy', 'c@x'] });
  });

  test('names the line on which the quote opens, not that on which its row begins', () => {
    const { problems } = read(`${head}\n1,"two\nlines","Ann\n2,Bo,b@x`);
    expect(problems[0]).toEqual({ line: 3, reason: csvReasons.unclosed });
  });

  test('does not take the rest of a broken cell for a row', () => {
    const { rows, problems } = read(
      `${head}\n1,"He said "yes"\nand, so, he "well"\nhe came",a@x\n2,Bo,b@x\n3,Cy,c@x`,
    );
    expect(rows.map(({ line }) => line)).toEqual([5, 6]);
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  test('takes rows again that look as those before did, short ones and such with quotes in their quotes', () => {
    const { rows, problems } = read(`${head}\n1,Al\n2,"Ann\n3,Bo\n4,"C ""Cy"" Y"\n5,"Di",d@x`);
    expect(problems.map(({ line }) => line)).toEqual([3]);
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 5, 6]);
    const table = read(`${head}\n1,"Ann,a@x\n2,"C ""Cy"" Y",c@x\n3,Bo,b@x`);
    expect(table.problems.map(({ line }) => line)).toEqual([2]);
  });

  test('counts cells that are missing at the end, and passes over rows of nothing', () => {
    const { rows, problems } = read(`${head},,\n\n1,Al\n,,\n  \n2,Bo,b@x,,,,,\n`);
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ line: 3, lacks: 1 }, { line: 6 }]);
    expect(rows[1]).not.toHaveProperty('lacks');
  });

  test('reads cells with blanks around their quotes', () => {
    expect(cellsOf(`${head}\n1, "Ash, Al" ,al@x`)).toEqual([['1', 'Ash, Al', 'al@x']]);
  });

  test('lets a quote that nobody closes cost no more than its line, in a file of any length', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},Bo,b@x`);
    const table = read([head, '0,"Ann,a@x', ...rows].join('\n'), 65_536);
    expect(table.problems).toEqual([{ line: 2, reason: csvReasons.unclosed }]);
    expect(table.rows).toHaveLength(20_000);
  });

  test('tells a line without end, and goes on behind it', () => {
    const table = read([head, `1,${'x'.repeat(900_000)},a@x`, '2,Bo,b@x'].join('\n'), 65_536);
    expect(table.problems).toEqual([{ line: 2, reason: csvReasons.tooLong }]);
    expect(table.rows).toMatchObject([{ line: 3 }]);
  });
});

describe('the first line', () => {
  test.each([
    ['semicolons', 'id;name, first;email', ';', 3],
    ['tabs', 'id\tname\temail', '\t', 3],
    ['bars', 'id|name|email', '|', 3],
    ['commas in quotes', '"id, of ours, that is";"name"', ';', 2],
    ['commas in the quotes of some', 'id;"name, first, last"', ';', 2],
    ['quotes of its own', 'id,5" tall', ',', 2],
    ['one column', 'number', ',', 1],
  ])('shows what stands between cells: %s', (_what, line, delimiter, count) => {
    const { header } = read(line);
    expect(header?.delimiter).toBe(delimiter);
    expect(header?.names).toHaveLength(count);
  });

  test.each(['sep=;\r\n', 'SEP=;\n', '\uFEFFsep=;\r\n'])('may be Excel’s own word on it: %j', (said) => {
    const { header, rows } = read(`${said}id,a;name,b\r\n1;Al`, 3);
    expect(header?.names).toEqual(['id,a', 'name,b']);
    expect(rows).toMatchObject([{ line: 3, cells: ['1', 'Al'] }]);
  });

  test.each([
    ['text of two bytes to a letter', 'i\0d\0,\0n\0', 'not text in UTF-8'],
    ['its mark read as UTF-8', '\uFFFD\uFFFDi\0d\0', 'not text in UTF-8'],
    ['a quote that is not closed', '"id,name\n1,Al', 'Line 1 cannot be read'],
    ['text after a closing quote', '\n"id"x,name\n1,Al', 'Line 2 cannot be read'],
  ])('that is %s ends the reading with a sentence', (_what, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });

  test('is told as it was read, unless a patient stands in it', () => {
    expect(headerRead({ names: ['Shoe', 'Size'], delimiter: ';' })).toBe(
      'The first line was read as "Shoe", "Size" (parted by semicolons).',
    );
    expect(headerRead({ names: ['1', 'Rowan', 'rowan@example.com'], delimiter: ',' })).not.toContain('Rowan');
  });

  test('with a name twice gives what either says, and no name does harm', () => {
    expect(recordOf(['phone', 'phone', '__proto__'], ['', '12', 'x'])).toEqual(
      Object.fromEntries([
        ['phone', '12'],
        ['__proto__', 'x'],
      ]),
    );
  });
});
