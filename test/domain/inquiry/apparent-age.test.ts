import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { apparentMinor } from '../../../domain/inquiry/apparent-age.ts';

const folder = join(import.meta.dirname, '../../fixtures/minors');
const read = <T>(file: string): readonly T[] => parse(readFileSync(join(folder, file), 'utf8')) as T[];
const at = '2026-11-29T12:00:00.000Z';

const sets = ['', 'held-out-', 'second-'];
const minors = sets.flatMap((set) =>
  read<{ says: string; who: 'writer' | 'other'; age: number | null }>(`${set}minors.yaml`),
);
const harmless = sets.flatMap((set) => read<string>(`${set}harmless.yaml`));

describe('apparent age (R36)', () => {
  test.each(minors)('$says: a minor', ({ says, who, age }) => {
    expect(apparentMinor({ text: says, at })).toEqual(age === null ? { who } : { who, age });
  });

  test.each(harmless)('%s: nobody under 18', (says) => {
    expect(apparentMinor({ text: says, at })).toBeUndefined();
  });

  test('reads the fields of a form for the age or the date of birth', () => {
    const asked = (details: Record<string, string>) => apparentMinor({ text: 'Lip filler', details, at });
    expect(asked({ 'Date of birth': '2010-05-01' })).toEqual({ who: 'writer', age: 16 });
    expect(asked({ DOB: '11/30/2008' })).toEqual({ who: 'writer', age: 17 });
    expect(asked({ DOB: '11/29/2008' })).toBeUndefined();
    expect(asked({ 'Fecha de nacimiento': '3 de junio de 2012' })).toEqual({ who: 'writer', age: 14 });
    expect(asked({ Age: '12' })).toEqual({ who: 'writer', age: 12 });
    expect(asked({ Edad: '16 años' })).toEqual({ who: 'writer', age: 16 });
    expect(asked({ Age: '34', Package: '12' })).toBeUndefined();
    expect(asked({ 'Date of birth': '16 June' })).toBeUndefined();
    // A birth date that lets somebody through is typed easily; their words count all the same.
    const typed = { 'Date of birth': '1990-01-01' };
    expect(apparentMinor({ text: 'I am 16', details: typed, at })).toEqual({ who: 'writer', age: 16 });
  });

  test('capitals, line breaks and what stands around do not hide an age', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('i am 16', 'tengo 15 años', 'my daughter is 14 and wants filler'),
        fc.constantFrom('Hello! ', '', 'Thanks.\n', 'Good morning,\n\n'),
        fc.constantFrom('', '.', '!!', '\nThank you'),
        fc.boolean(),
        (said, before, after, loud) => {
          const text = `${before}${loud ? said.toUpperCase() : said}${after}`;
          expect(apparentMinor({ text, at })).toBeDefined();
        },
      ),
    );
  });

  test('answers to any text, also a very long one, within a moment', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => void apparentMinor({ text, at })));
    const labels = ['dob ', 'age '].flatMap((name) =>
      ['m', 'a', 'date of '].map((word) => name + word.repeat(60)),
    );
    const numbers = ['i am 5 ', 'im 12 and ', 'i just turned 9 '].flatMap((said) =>
      ['5 ', '11', ' half ', '-', '1-', 'born in 20 '].map((more) => said + more.repeat(1500)),
    );
    const began = performance.now();
    for (const label of labels) apparentMinor({ text: '', details: { [`${label}x`]: '12' }, at });
    for (const text of numbers) apparentMinor({ text, at });
    expect(performance.now() - began).toBeLessThan(1500);
    const long = 'my son is a very good boy and for my girl i am in the '.repeat(400);
    const before = performance.now();
    apparentMinor({ text: long, at });
    expect(performance.now() - before).toBeLessThan(500);
  });
});
