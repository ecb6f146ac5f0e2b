import type { Location, Practice } from './practice.ts';
import type { Source } from './source.ts';

/**
 * Whether an answer to a text of ours comes in: numbers at AWS End User Messaging are answered to a topic of the deployment's own. SNS texts one
 * way, and a number at another vendor is another number.
 */
export const comeBackAsTexts = (
  { channels }: Pick<Practice, 'channels'>,
  sources: readonly Pick<Source, 'channel' | 'verifier'>[],
): boolean =>
  channels?.text === 'end-user-messaging' &&
  sources.some(
    ({ channel, verifier }) =>
      channel === 'sms' && verifier.kind === 'own-topic' && verifier.topic === 'texts',
  );

/** Locations whose patients are not told whom to call after a treatment, for there is nobody to call at any hour (R65). */
export const withoutDirectLine = ({ locations }: Pick<Practice, 'locations'>): readonly Location[] =>
  locations.filter(({ directLine }) => directLine === undefined);
