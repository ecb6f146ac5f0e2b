import redFlags from 'practice:red-flags';
import { type Assess, assessor } from '../../domain/red-flag/assess.ts';

let check: Assess | undefined;

/** The practice's red-flag rules (practice/red-flags/), read when they are first needed. */
export const assess: Assess = (text) => {
  check ??= assessor(redFlags.value);
  return check(text);
};
