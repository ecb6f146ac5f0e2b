import { resolve } from 'node:path';
import { unsettled } from '../../domain/consent/law-dates.ts';
import { comeBackAsTexts, withoutDirectLine } from '../../domain/practice/aftercare-ways.ts';
import { layoutOf } from '../../lib/practice/mail-layout.ts';
import type { PracticeFolder } from '../../lib/practice/read-practice.ts';
import { PracticeError, readPractice } from '../../lib/practice/read-practice.ts';
import type { Command } from './command.ts';

/** What is allowed, and leaves patients treated lately with less (R65, R66). */
function aftercareNotes({ identity, sources }: PracticeFolder): readonly string[] {
  const lacking = withoutDirectLine(identity).map(({ name }) => name);
  const oneWay = identity.channels?.text !== undefined && !comeBackAsTexts(identity, sources.sources);
  return [
    ...(lacking.length > 0
      ? [
          `No directLine in practice.yaml for ${lacking.join(', ')}: patients treated there are not told whom to call at any hour.`,
        ]
      : []),
    ...(oneWay
      ? [
          'No source in sources.yaml takes the answers to texts: patients treated lately are asked how they are by mail or by a call.',
        ]
      : []),
  ];
}

export const check: Command = {
  words: ['check', '[FOLDER]'],
  summary: 'Validate practice/ (or another folder), naming file, line and field of what is wrong',
  run: async ([folder = 'practice']) => {
    const read = readPractice(resolve(folder));
    const { identity, staff, sources, 'red-flags': redFlags } = read;
    await layoutOf(read['recall-layout']).catch((error: Error) => {
      throw new PracticeError(error.message.split('\n'));
    });
    process.stdout.write(
      `${identity.name}: ${identity.locations.length} locations, ${staff.members.length} members of the staff, ${sources.sources.length} sources. All is well.\n`,
    );
    const { approval } = redFlags;
    process.stdout.write(
      approval
        ? `Red-flag rules approved by ${approval.by} on ${approval.on}.\n`
        : 'No medical director has approved the red-flag rules (practice/red-flags/rules.yaml): they work, and staff see that nobody has.\n',
    );
    const today = new Date().toISOString().slice(0, 10);
    for (const { on, rule, what } of unsettled(read['law-dates'], today))
      process.stdout.write(
        `The law changes on ${on} (${rule}), and nobody has settled it in practice/law/dates.yaml. ${what}\n`,
      );
    for (const note of aftercareNotes(read)) process.stdout.write(`${note}\n`);
  },
};
