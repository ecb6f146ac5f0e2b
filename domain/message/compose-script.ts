import type { TouchWords } from './compose-touch.ts';
import { type ScriptWords, wordsFor } from './recall-words.ts';
import { renderMessage } from './render.ts';
import { reasonFor, type Spoke, type Spoken, touchValues } from './touch-values.ts';

/** What a person says: in the patient's language, filled in. Undefined when practice/templates/scripts.yaml has no such script. */
export function composeScript(
  touch: Spoke,
  record: Spoken,
  { practice, templates: { scripts }, treatments }: Pick<TouchWords, 'practice' | 'templates' | 'treatments'>,
): ScriptWords | undefined {
  const { language } = record.patient;
  const script = wordsFor(scripts, touch.template, reasonFor(touch, record))?.[language];
  if (!script) return undefined;
  const values = touchValues(touch, record, practice, treatments);
  const fill = (text: string): string => renderMessage({ text }, values).text.trim();
  const own = new Set(script.answers.map(({ asked }) => asked));
  const usual = scripts.usual?.[language].answers.filter(({ asked }) => !own.has(asked)) ?? [];
  return {
    opening: fill(script.opening),
    say: script.say.map(fill),
    voicemail: fill(script.voicemail),
    message: fill(script.message),
    answers: [...script.answers, ...usual].map(({ asked, answer }) => ({
      asked: fill(asked),
      answer: fill(answer),
    })),
  };
}
