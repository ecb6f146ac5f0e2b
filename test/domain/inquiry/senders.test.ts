import { describe, expect, test } from '@jest/globals';
import { decode } from '../../../domain/inquiry/decode.ts';
import { parsePath } from '../../../domain/inquiry/field-path.ts';
import { idempotencyKey } from '../../../domain/inquiry/field-text.ts';
import {
  type Mapped,
  mapRequest,
  normaliseEmail,
  normalisePhone,
} from '../../../domain/inquiry/map-request.ts';
import { languageOf } from '../../../domain/message/language.ts';
import type { Source } from '../../../domain/practice/source.ts';
import { lakeside } from '../../support/lakeside.ts';
import { fixtures } from '../../support/sender-fixtures.ts';

const sourceOf = (id: string): Source =>
  lakeside.sources.sources.find((source) => source.id === id) as Source;

const read = (source: Source, body: string, headers: Readonly<Record<string, string>> = {}, path = '') =>
  decode(source, { body: Buffer.from(body), contentType: headers['content-type'] ?? '', headers, path });

/** What a fixture expects, of one mapped message: a person who is only an account has no name there. */
function told(mapped: Mapped | undefined): object {
  if (mapped === undefined || 'ignored' in mapped) return {};
  const { contact } = 'message' in mapped ? mapped.message : mapped;
  const { account, ...person } = contact;
  void account;
  const text = 'message' in mapped ? mapped.message.text : '';
  return { ...person, ...(text ? { message: text } : {}) };
}

describe.each(fixtures)(
  '$name',
  ({ source, rawBody, headers, expect: expected, idempotencyKey: key, path }) => {
    const configured = sourceOf(source);

    test('is mapped as its sender means it', async () => {
      const mapped = mapRequest(configured, await read(configured, rawBody, headers, path), 'US');
      expect(mapped.map(told)).toEqual([expected]);
    });

    test('gives the key that its sender repeats', async () => {
      const request = await read(configured, rawBody, headers, path);
      expect(idempotencyKey(configured, request) ?? null).toBe(key?.value);
    });
  },
);

describe('a request', () => {
  const source = sourceOf('src_generic');
  const map = (data: object): Mapped =>
    mapRequest(source, { body: { data }, headers: {}, query: {}, path: '' }, 'US')[0] as Mapped;

  test('without words, or without anybody to answer, is for a person to read', () => {
    expect(map({ message: ' ', email: 'a@example.com' })).toMatchObject({
      unreadable: expect.stringContaining('No message'),
      contact: { email: 'a@example.com' },
    });
    expect(map({ message: 'Hello', email: 'nobody' })).toMatchObject({
      unreadable: expect.stringContaining('No e-mail address'),
    });
  });

  test('never reaches what every object inherits', async () => {
    const polluted = await read(source, '{"__proto__":{"email":"x@example.com"},"data":{"message":"Hello"}}');
    expect(mapRequest(source, polluted, 'US')[0]).toHaveProperty('unreadable');
    const form = { ...source, decoder: 'urlencoded' } as const;
    await read(form, '__proto__[email]=x&constructor[prototype][email]=y');
    const parts = '--b\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n';
    await read({ ...source, decoder: 'multipart' }, parts, {
      'content-type': 'multipart/form-data; boundary=b',
    });
    expect(({} as { email?: string }).email).toBeUndefined();
  });

  test.each([
    ['I want to talk to the doctor please', true],
    ['Quiero hablar con la doctora', true],
    ['How much is a visit?', false],
    ['can Dr. Okoye call me please', true],
    ['quiero hablar con la Dra. Okoye', true],
    ['I need to speak with my surgeon', true],
    ['puedo hablar con el cirujano?', true],
    ['me puede marcar la dra', true],
    ['not the nurse, the doctor', true],
    ['Could I get the dr on the phone?', true],
    ['is the doctor in on tuesdays?', false],
    ['Dr. Okoye did my lips. Can you call me?', false],
  ])('asks for the physician in words: %s', (message, wants) => {
    expect(map({ message, email: 'a@example.com' })).toMatchObject({ message: { wantsPhysician: wants } });
  });
});

describe('what people write', () => {
  test.each([
    ['(512) 555-0143', '+15125550143'],
    ['+44 20 7946 0018', '+442079460018'],
    ['call me', undefined],
  ])('the phone number %s', (text, number) => {
    expect(normalisePhone(text, 'US')).toBe(number);
  });

  test.each([
    ['  Jordan.Avery@Example.com ', 'jordan.avery@example.com'],
    ['jordan at example.com', undefined],
    ['a@b', undefined],
  ])('the mail address %s', (text, address) => {
    expect(normaliseEmail(text)).toBe(address);
  });

  test.each([
    ['Hola, quisiera una cita para la semana que viene', 'es'],
    ['Hi, I would like an appointment', 'en'],
    ['Me duele la cara y no se que hacer', 'es'],
    ['', 'en'],
    ['no veo', 'es'],
    ['no respiro bien', 'es'],
    ['ayuda', 'es'],
    ['se me cierra la garganta', 'es'],
    ['fiebre y pus', 'es'],
    ['convulsiones', 'es'],
    ['ok', 'en'],
  ])('the language of %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });

  test('a path that is not closed is refused', () => {
    expect(() => parsePath('answers[ref=x')).toThrow('character');
  });
});
