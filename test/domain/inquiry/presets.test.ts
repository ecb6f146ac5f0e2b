import { describe, expect, test } from '@jest/globals';
import { decode } from '../../../domain/inquiry/decode.ts';
import { idempotencyKey } from '../../../domain/inquiry/field-text.ts';
import { mapRequest } from '../../../domain/inquiry/map-request.ts';
import { Source } from '../../../domain/practice/source.ts';
import { presetNames, withPresets } from '../../../lib/practice/presets.ts';
import { presetRequests } from '../../support/preset-requests.ts';

const topics = ['arn:aws:sns:us-east-1:111122223333:inbound'];

function sourceFrom(preset: string, changes: object = {}): Source {
  const written = { id: 'src_x', name: 'X', location: 'downtown', preset, ...changes };
  const { sources } = withPresets({ sources: [written] }) as { sources: [unknown] };
  return Source.parse(sources[0]);
}
const ofSns = ['aws-sms', 'aws-whatsapp', 'ses-mail'];
const usable = (preset: string): Source =>
  sourceFrom(preset, ofSns.includes(preset) ? { verifier: { topics } } : {});

describe('presets', () => {
  test.each(presetNames)('%s is a whole source', (name) => {
    expect(usable(name).mapping).toBeDefined();
  });

  test('a topic must be named: a signature of AWS’s says nothing about for whom', () => {
    expect(() => sourceFrom('aws-sms')).toThrow();
  });

  test('what a practice writes comes before what the preset says, field by field', () => {
    const own = sourceFrom('tally', {
      channel: 'phone',
      verifier: { header: 'x-other' },
      mapping: { message: 'data.note', details: { Form: 'data.title' } },
    });
    expect(own.channel).toBe('phone');
    expect(own.verifier).toMatchObject({ kind: 'hmac', header: 'x-other', encoding: 'base64' });
    expect(own.mapping.message).toBe('data.note');
    expect(own.mapping.email).toBe('data.fields[type=INPUT_EMAIL].value');
    expect(own.mapping.details?.Form).toBe('data.title');
    expect(own.mapping.details?.Treatments).toBeDefined();
  });

  test('a verifier of another kind replaces the preset’s', () => {
    const verifier = { kind: 'shared-secret', in: 'query', name: 'token' } as const;
    expect(sourceFrom('webflow', { verifier }).verifier).toEqual(verifier);
  });

  test.each(presetRequests)(
    '$preset maps what its sender sends',
    async ({ preset, contentType, body, key, messages }) => {
      const source = usable(preset);
      const request = await decode(source, {
        body: Buffer.from(body),
        contentType: contentType ?? 'application/json',
        headers: {},
      });
      if (key !== undefined) expect(idempotencyKey(source, request)).toBe(key);
      const mapped = mapRequest(source, request, 'US');
      expect(mapped).toHaveLength(messages.length);
      mapped.forEach((one, index) => {
        const expected = messages[index];
        if (expected === 'ignored') expect(one).toHaveProperty('ignored');
        else expect(one).toMatchObject({ message: expected });
      });
    },
  );
});
