import { isEmergency, isHigher } from '../escalation/choose-policy.ts';
import type { Below } from '../message/own-words.ts';
import { notSaidBefore } from '../message/said-before.ts';
import { type Assess, type Assessment, assessSafely } from '../red-flag/assess.ts';

const longestBelow = 20_000;

/** What stands below the words of a mail, as it is kept and shown folded. */
export const belowText = (below: readonly Below[]): string | undefined => {
  const parts = below.map(({ by, text }) => [by, text].filter(Boolean).join('\n'));
  return parts.length === 0 ? undefined : parts.join('\n\n').slice(0, longestBelow);
};

/** What a mail may quote without saying anything new. */
export interface KnownWords {
  /** What was said in this conversation before, by either side, and what Heard's templates say. */
  readonly said: readonly string[];
  readonly templates: readonly string[];
  /** The practice's own addresses. */
  readonly own: readonly string[];
}

/** A mail of the practice's that Heard does not know may name any red flag, as aftercare sheets do: somebody looks, nobody is woken. */
function ofUnknownMail({ kind, by }: Below, { own }: KnownWords, level: Assessment): Assessment {
  const ours = kind === 'quoted' && own.some((address) => by.toLowerCase().includes(address.toLowerCase()));
  return ours && isEmergency(level.level) ? { ...level, level: 'U' } : level;
}

/**
 * The assessment of a mail with what stands below its words (R55: subject and body): a signature, a forwarded mail, and of quoted history what has not
 * been said before.
 */
export function withBelow(
  assessment: Assessment,
  below: readonly Below[],
  assess: Assess,
  known: KnownWords,
): Assessment {
  let { level, flags } = assessment;
  for (const part of below) {
    const templates = notSaidBefore(part.text, known.templates);
    const { rest, some } = notSaidBefore(templates.rest, known.said);
    const found = assessSafely(rest, assess);
    const own = some ? found : ofUnknownMail(part, known, found);
    if (own.level === level) flags = [...new Set([...flags, ...own.flags])];
    else if (isHigher(own.level, level)) ({ level, flags } = own);
  }
  return { level, flags };
}
