import { describe, expect, test } from '@jest/globals';
import { renderMessage } from '../../../domain/message/render.ts';

describe('a message', () => {
  test('ends its sentence once after a time of day', () => {
    expect(renderMessage({ text: 'A más tardar {{ by }}. Llame.' }, { by: 'hoy a las 9:58 a.m.' }).text).toBe(
      'A más tardar hoy a las 9:58 a.m. Llame.',
    );
    expect(renderMessage({ text: 'A las {{ by }}.' }, { by: '9:58 p. m.' }).text).toBe('A las 9:58 p. m.');
  });

  test('fails on a variable that nobody gave', () => {
    expect(() => renderMessage({ text: '{{ nobody }}' }, {})).toThrow('nobody');
  });
});
