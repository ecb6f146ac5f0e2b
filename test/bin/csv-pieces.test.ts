import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Piece, pieces } from '../../bin/commands/csv-pieces.ts';
import { rowsOf } from '../../lambdas/desk/csv-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'pieces-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function piecesOf(content: string | Uint8Array): Promise<readonly Piece[]> {
  const file = join(folder, 'patients.csv');
  writeFileSync(file, content);
  const found: Piece[] = [];
  for await (const piece of pieces(file)) found.push(piece);
  return found;
}
/** What stands in the file of the first test, by hand: its first line takes two, and so does every seventh row, after an empty one. */
function byHand(): readonly (readonly (string | number)[])[] {
  let line = 3;
  return Array.from({ length: 450 }, (_, index) => {
    const isLong = index % 7 === 0;
    const at = isLong ? line + 1 : line;
    line = isLong ? at + 2 : at + 1;
    return isLong ? [at, `${index}`, 'two\nlines', ''] : [at, `${index}`, 'Bo;b', 'b, "x"'];
  });
}

/** As the API reads them. */
const readBack = (found: readonly Piece[]) =>
  found.flatMap(({ content, firstLine }) => rowsOf(content, firstLine).rows);
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('a file on its way to the API', () => {
  test('arrives in pieces whose rows stand on the lines of the file', async () => {
    const rows = Array.from({ length: 450 }, (_, index) =>
      index % 7 === 0 ? `\n${index},"two\nlines",,` : `${index},Bo;b,"b, ""x"""`,
    );
    const text = ['id,"the\nname",mail', ...rows].join('\n');
    const found = await piecesOf(text);
    expect(found.map((piece) => rowsOf(piece.content).rows.length)).toEqual([200, 200, 50]);
    expect(readBack(found).map(({ line, record }) => [line, ...Object.values(record)])).toEqual(byHand());
    expect(found.at(-1)?.share).toBe(1);
  });

  test('loses none of its rows to a broken line', async () => {
    const lines = Array.from({ length: 600 }, (_, index) => `${index},Bo,b@x`);
    lines[250] = '250,"Bo"x,b@x';
    lines[450] = '450,"Bo,b@x';
    const found = await piecesOf(['id,name,email', ...lines].join('\r\n'));
    expect(found.flatMap(({ problems }) => problems).map(({ line }) => line)).toEqual([252, 452]);
    expect(readBack(found).map(({ line }) => line)).toEqual(
      lines.flatMap((_, index) => (index === 250 || index === 450 ? [] : [index + 2])),
    );
  });

  test.each([
    ['Excel’s "Unicode text"', utf16('id\tname\r\n1\tJosé\r\n')],
    ['the same the other way round', utf16('id\tname\r\n1\tJosé\r\n').swap16()],
    ['UTF-8 with its mark', Buffer.from('\uFEFFid;name\n1;José')],
  ])('may be %s', async (_what, content) => {
    const found = await piecesOf(content);
    expect(readBack(found)).toEqual([{ line: 2, record: { id: '1', name: 'José' } }]);
    expect(found[0]).not.toHaveProperty('note');
  });

  test.each([';', '\t', '|', '^'])(
    'arrives with what stands between its cells, as far as that is told apart: %j',
    async (sign) => {
      const text = `sep=${sign}\n${[
        ['id', 'a,b;c|d'],
        ['1', 'x,y;z|"t"'],
      ]
        .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(sign))
        .join('\n')}`;
      const [piece] = await piecesOf(text);
      const { header, delimiter, rows } = rowsOf(piece?.content ?? '', piece?.firstLine);
      expect([header, delimiter]).toEqual([['id', 'a,b;c|d'], sign === '^' ? ',' : sign]);
      expect(rows).toEqual([{ line: 3, record: { id: '1', 'a,b;c|d': 'x,y;z|"t"' } }]);
    },
  );

  test('that is not Unicode is read as older programs write, and says so once', async () => {
    const found = await piecesOf(
      Buffer.concat([Buffer.from(`id,name\n${'1,Bo\n'.repeat(300)}`), Buffer.from('2,José\n', 'latin1')]),
    );
    expect(readBack(found).at(-1)?.record).toEqual({ id: '2', name: 'José' });
    expect(found.map(({ note }) => note !== undefined)).toEqual([true, false]);
  });

  test('is cut before a piece is longer than the API takes', async () => {
    const found = await piecesOf(['id,notes', ...Array(40).fill(`1,${'x'.repeat(60_000)}`)].join('\n'));
    expect(readBack(found)).toHaveLength(40);
    expect(Math.max(...found.map(({ content }) => content.length))).toBeLessThan(900_000);
  });

  test('has its first line looked at where it has no rows, and needs one', async () => {
    expect(await piecesOf('id,name\n')).toMatchObject([{ content: 'id,name', firstLine: 1 }]);
    await expect(piecesOf('')).rejects.toThrow('is empty');
  });
});
