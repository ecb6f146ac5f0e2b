import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

/** What Heard says by itself in answer to a message, safety replies aside: those are fixed word for word (R59). */
const automatic = ['acknowledgement', 'acknowledgement-minor', 'delay', 'urgent'];

const disclosed = { en: /automatic message/i, es: /mensaje autom[áa]tico/i } as const;
const phrases = { en: 'Automatic message:', es: 'Mensaje automático:' } as const;

/** The templates that a chat gets: one of its own, or where there is none the words of a missed call, of a text or of a mail. */
const inChats = (name: string, care: PracticeFolder['care-templates']): readonly string[] => {
  if (`${name}-chat` in care) return [`${name}-chat`];
  const worded = `${name}-text` in care ? `${name}-text` : name;
  return [`${name}-call`, worded].filter((variant) => variant in care);
};

/** R49: whatever leaves by itself in a chat says that it does, at the start and after every gap, so always. */
export function disclosureProblems({
  identity,
  'care-templates': care,
}: Pick<PracticeFolder, 'identity' | 'care-templates'>): readonly Contradiction[] {
  if (!identity.channels?.social?.length) return [];
  return automatic.flatMap((name) =>
    inChats(name, care).flatMap((used) =>
      (['en', 'es'] as const)
        .filter((language) => !disclosed[language].test(care[used]?.[language].text ?? ''))
        .map((language) => ({
          file: 'templates/care.yaml',
          path: [used, language],
          message: `it goes out in chats by itself and must say so there, as "${phrases[language]}" in ${name}-chat (R49)`,
        })),
    ),
  );
}
