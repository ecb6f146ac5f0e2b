import law from 'practice:law';
import { type KnownPorts, knownOf } from '../../domain/consent/known-of-address.ts';
import type { MayAnswerPorts } from '../../domain/inquiry/may-answer.ts';
import { addressKeysOf } from './patient-keys.ts';

/** What is asked of before a patient is answered, put together in one way wherever staff or Heard itself answer. */
export const mayAnswer = ({
  addressKey,
  ...tables
}: Omit<KnownPorts, 'addressKeys'> & { readonly addressKey: () => Promise<string> }): Omit<
  MayAnswerPorts,
  'practice'
> => ({
  law: law.value,
  known: (way, people, now) =>
    knownOf(way, people, now, {
      ...tables,
      addressKeys: async (address) => addressKeysOf(await addressKey(), address),
    }),
});
