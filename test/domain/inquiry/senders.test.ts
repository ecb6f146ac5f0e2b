import { describe, expect, test } from '@jest/globals';
import { decode } from '../../../domain/inquiry/decode.ts';
import { parsePath } from '../../../domain/inquiry/field-path.ts';
import { idempotencyKey } from '../../../domain/inquiry/field-rule.ts';
import {
  languageOf,
  mapRequest,
  normaliseEmail,
  normalisePhone,
} from '../../../domain/inquiry/map-request.ts';
import type { Source } from '../../../domain/practice/source.ts';
import { lakeside } from '../../support/lakeside.ts';
import { fixtures } from '../../support/sender-fixtures.ts';

const sourceOf = (id: string): Source =>
  lakeside.sources.sources.find((source) => source.id === id) as Source;

describe.each(fixtures)('$name', ({ source, rawBody, headers, expect: expected, idempotencyKey: key }) => {
  const configured = sourceOf(source);
  const request = { body: decode(configured.decoder, rawBody), headers };

  test('is mapped as its sender means it', () => {
    const { contact, text } = mapRequest(configured, request, 'US');
    expect({ ...contact, message: text }).toEqual(expected);
  });

  test('gives the key that its sender repeats', () => {
    expect(idempotencyKey(configured, request) ?? null).toBe(key.value);
  });
});

describe('a request', () => {
  const source = sourceOf('src_generic');
  const map = (data: object) => mapRequest(source, { body: { data }, headers: {} }, 'US');

  test('without words, or without anybody to answer, is for a person to read', () => {
    expect(() => map({ email: 'a@example.com' })).toThrow('No message');
    expect(() => map({ message: 'Hello', email: 'nobody' })).toThrow('No e-mail address');
  });

  test('never reaches what every object inherits', () => {
    const polluted = decode('json', '{"__proto__":{"email":"x@example.com"},"data":{"message":"Hello"}}');
    expect(() => mapRequest(source, { body: polluted, headers: {} }, 'US')).toThrow('No e-mail address');
    decode('urlencoded', '__proto__[email]=x&constructor[prototype][email]=y');
    expect(({} as { email?: string }).email).toBeUndefined();
  });

  test.each([
    ['I want to talk to the doctor please', true],
    ['Quiero hablar con la doctora', true],
    ['How much is a visit?', false],
  ])('asks for the physician in words: %s', (message, wants) => {
    expect(map({ message, email: 'a@example.com' }).wantsPhysician).toBe(wants);
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
  ])('the language of %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });

  test('a path that is not closed is refused', () => {
    expect(() => parsePath('answers[ref=x')).toThrow('character');
  });
});
