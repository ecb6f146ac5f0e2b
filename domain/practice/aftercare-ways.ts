import type { Location, Practice } from './practice.ts';
import type { Source } from './source.ts';

/**
 * Whether an answer to a text of ours comes in: the texts of SNS leave from the deployment's own number, whose replies its own topic brings. A number
 * at another vendor is another number.
 */
export const comeBackAsTexts = (sources: readonly Pick<Source, 'channel' | 'verifier'>[]): boolean =>
  sources.some(
    ({ channel, verifier }) =>
      channel === 'sms' && verifier.kind === 'own-topic' && verifier.topic === 'texts',
  );

/** Locations whose patients are not told whom to call after a treatment, for there is nobody to call at any hour (R65). */
export const withoutDirectLine = ({ locations }: Pick<Practice, 'locations'>): readonly Location[] =>
  locations.filter(({ directLine }) => directLine === undefined);
