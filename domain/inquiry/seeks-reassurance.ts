import type { Inquiry } from './inquiry.ts';

/**
 * Questions that ask to be told once more that all is well, in English and Spanish, without accents. Deterministic, and rather too wide: what it leads to
 * is a note for the physician and no promotion, never a lower level (R67).
 */
const questions: readonly RegExp[] = [
  /\b(is|are|was|were) (this|that|it|these|those|they|everything|all this)( \p{L}+){0,3} (normal|ok|okay|alright|fine|expected|supposed to|common)\b/u,
  /\b(does|do|did) (this|that|it|these|they)( \p{L}+){0,3} (look|seem|sound)( \p{L}+){0,2} (normal|ok|okay|alright|right|fine|good|bad|off|wrong)\b/u,
  /\b(should|do) i (need to |have to )?(be )?(worry|worried|concerned)\b/u,
  /\b(are|r) (you|u|they)( \p{L}+){0,2} (sure|certain|positive)\b/u,
  /\bam i( \p{L}+){0,3} (ok|okay|alright|fine|normal)\b/u,
  /\b(will|is) (this|that|it|they)( \p{L}+){0,3} (go away|go down|get better|settle|be ok|be okay|be fine|be alright)\b/u,
  /\b(can|could) you( \p{L}+){0,2} (promise|reassure|confirm)\b/u,
  /\b(normal|ok|okay) (right|isnt it)\b/u,
  /\b(es|sera|esta|son|estan|se ve|se ven|parece)( \p{L}+){0,2} (normal|normales|comun|bien)\b/u,
  /\b(estan?s?|esta usted)( \p{L}+){0,2} segur[oa]s?\b/u,
  /\b(deberia|debo|tengo que|hay que)( \p{L}+)? (preocupar(me|nos)?|alarmar(me)?)\b/u,
  /\bes( \p{L}+){0,2} de (que )?preocupar(se|me)?\b/u,
  /\b(se me va|se va|se quita|se me quita|se va a)( \p{L}+){0,3} (quitar|ir|pasar|bajar|mejorar)\b/u,
  /\bme (promete[s]?|asegura[s]?|confirma[s]?)\b/u,
];

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}|['’]/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ');

/** Whether somebody asks to be told that all is well. */
export const asksForReassurance = (text: string): boolean => {
  const said = plain(text);
  return questions.some((question) => question.test(said));
};

/** R67 says "repeated": so many within so many days. */
export const repeated = { times: 3, days: 7 } as const;
const mostKept = 20;
const day = 86_400_000;

/** When (ISO) the sender has asked so lately, after one more message at `at` (ISO); empty where it is nothing to keep. */
export function reassuranceAfter(
  { reassuranceAt = [] }: Pick<Inquiry, 'reassuranceAt'>,
  text: string,
  at: string,
): Pick<Inquiry, 'reassuranceAt'> {
  if (!asksForReassurance(text)) return {};
  const lately = reassuranceAt.filter((one) => Date.parse(at) - Date.parse(one) < repeated.days * day);
  return { reassuranceAt: [...lately, at].slice(-mostKept) };
}

/** Whether its sender asks for reassurance again and again: a physician looks, and nothing is sold (R67). Until it is closed. */
export const seeksReassurance = ({
  reassuranceAt = [],
  status,
}: Pick<Inquiry, 'reassuranceAt' | 'status'>): boolean =>
  status !== 'closed' && reassuranceAt.length >= repeated.times;
