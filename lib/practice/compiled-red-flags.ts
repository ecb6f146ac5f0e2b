import { isEmergency, isRedFlag } from '../../domain/escalation/choose-policy.ts';
import { ruleReader } from '../../domain/red-flag/assess.ts';
import { learnLikeness } from '../../domain/red-flag/likeness.ts';
import type { CompiledRedFlags, RedFlagRules } from '../../domain/red-flag/red-flag-rules.ts';
import { everydayWords } from './everyday-words.ts';
import { foundOnce } from './found-once.ts';
import type { RedFlagExample } from './red-flag-examples.ts';

/** Of harmless messages that it has not learned from, so many may be taken for urgent ones. */
const mayBeWrong = 0.02;
/** Of messages that are no emergencies, so many may be taken for one: it pages a physician. */
const mayPageInVain = 0.005;

type Found = Pick<CompiledRedFlags, 'everyday' | 'likeness' | 'emergencyLikeness'>;

const code = [
  ...['answers', 'assess', 'likeness', 'matching', 'pattern', 'spelling', 'starts', 'tokens'].map(
    (name) => `domain/red-flag/${name}.ts`,
  ),
  'lib/practice/everyday-words.ts',
  'lib/practice/compiled-red-flags.ts',
  'package-lock.json',
];

function find(rules: RedFlagRules, examples: readonly RedFlagExample[]): Found {
  const everyday = everydayWords(rules);
  if (examples.length === 0) return { everyday };
  const read = ruleReader({ ...rules, everyday });
  const learned = examples.map(({ text, urgent, emergency }) => {
    const { level, traits } = read(text);
    return { traits: traits(), urgent, emergency, level };
  });
  const urgent = learned.map((example) => ({ ...example, passed: !isRedFlag(example.level) }));
  const emergencies = learned.map(({ traits, emergency, level }) => ({
    traits,
    urgent: emergency,
    passed: !isEmergency(level),
  }));
  return {
    everyday,
    likeness: learnLikeness(urgent, mayBeWrong),
    emergencyLikeness: learnLikeness(emergencies, mayPageInVain),
  };
}

/** Adds the everyday words and the likeness of the examples to the rules. Finding them takes seconds, so they are found once for each version. */
export const compiledRedFlags = (
  rules: RedFlagRules,
  examples: readonly RedFlagExample[],
): CompiledRedFlags => ({
  ...rules,
  ...foundOnce('red-flags', [rules, examples], code, () => find(rules, examples)),
});
