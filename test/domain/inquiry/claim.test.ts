import { describe, expect, test } from '@jest/globals';
import { claim } from '../../../domain/inquiry/staff-actions.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

describe('a second claim of an emergency', () => {
  test('by somebody who silences it as little is told who has it', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords);
    await claim(ports, by('marlow'));
    await expect(claim(ports, by('ibarra', later(fridayMorning, 1)))).rejects.toThrow(
      'marlow has claimed it already.',
    );
    expect(now().claimedBy).toBe('marlow');
    await claim(ports, by('ibarra', later(fridayMorning, 6)));
    expect(now().claimedBy).toBe('ibarra');
  });

  test('by a clinician takes it over, and is theirs then', async () => {
    const { ports, by, now } = await oneInquiry(emergencyWords);
    await claim(ports, by('marlow'));
    await claim(ports, by('okoye', later(fridayMorning, 1)));
    await expect(claim(ports, by('marlow', later(fridayMorning, 2)))).rejects.toThrow(
      'okoye has claimed it already.',
    );
    expect(now()).toMatchObject({ claimedBy: 'okoye', claimByClinician: true });
  });
});
