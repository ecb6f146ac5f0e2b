import { higher } from '../escalation/choose-policy.ts';
import type { Level } from './inquiry.ts';
import { type RedFlagRule, redFlagRules } from './red-flag-rules.ts';

export interface Assessment {
  readonly level: Level;
  /** Ids of the rules that matched, such as F3. */
  readonly flags: readonly string[];
}

/** Lower case, without accents, apostrophes or doubled letters beyond two: as patients write in a hurry. */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’'`´]/g, '')
    .replaceAll(/(\p{L})\1{2,}/gu, '$1')
    .replaceAll(/[^\p{L}\p{N}.!?\n]+/gu, ' ');
}

const negation = /\b(no|not|never|without|dont|doesnt|isnt|havent|sin|nunca|tampoco)\b[^.!?\n]{0,25}$/;
// "can't see" and "no veo" deny a faculty, which is the flag itself.
const negationIsTheFlag = /^(cant|cannot|can not|couldnt|no puedo|no puede|no veo|no respir|wont|not able)/;

function matches(rule: RedFlagRule, text: string): 'yes' | 'denied' | 'no' {
  let denied = false;
  for (const pattern of rule.patterns) {
    for (const found of text.matchAll(pattern)) {
      const before = text.slice(0, found.index);
      if (!negation.test(before) || negationIsTheFlag.test(found[0])) return 'yes';
      denied = true;
    }
  }
  return denied ? 'denied' : 'no';
}

/**
 * The disposition level of a patient's words (R52, R53): the highest of all rules that match. A flag that is denied ("no vision
 * problems") lowers to U or S, never to silence (R56). The check runs first on every inbound text (R55).
 */
export function assess(text: string, rules: readonly RedFlagRule[] = redFlagRules): Assessment {
  const plain = plainText(text);
  let level: Level = 'R';
  const flags: string[] = [];
  for (const rule of rules) {
    const found = matches(rule, plain);
    if (found === 'no') continue;
    flags.push(rule.id);
    level = higher(
      level,
      found === 'yes' ? rule.level : rule.level === 'E0' || rule.level === 'E1' ? 'U' : 'S',
    );
  }
  return { level, flags: [...new Set(flags)] };
}

/** The same, where a failure of the check itself counts as urgent (R55). */
export function assessSafely(text: string, check: (text: string) => Assessment = assess): Assessment {
  try {
    return check(text);
  } catch {
    return { level: 'U', flags: ['check-failed'] };
  }
}
