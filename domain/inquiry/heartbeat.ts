import { rehearse, type Setting } from '../escalation/rehearse.ts';
import type { Channel } from './inquiry.ts';

/** The source of the regular synthetic red flag; no source of a practice may be named so. */
export const heartbeatSource = 'heartbeat';

/** Within so many minutes an emergency rings for somebody (R52: everybody on call at ten, and a minute for the plans between). */
const ringsWithin = 11;

/**
 * Where an emergency that came now (ISO) would ring for nobody: `<location> <channel>` for each place of the practice and each channel by
 * which patients come, as the policies, the rota and the ways of the staff are now (R63).
 */
export function ringsNowhere(setting: Setting, channels: readonly Channel[], now: string): readonly string[] {
  return setting.practice.locations.flatMap((location) =>
    [...new Set(channels)].flatMap((channel) => {
      const beat = { at: now, channel, policy: 'E0' as const, location, language: 'en' as const };
      const rings = rehearse(beat, setting, ringsWithin).lines.some(
        ({ kind, way }) => kind === 'page' && (way === 'call' || way === 'topic'),
      );
      return rings ? [] : [`${location.id} ${channel}`];
    }),
  );
}
