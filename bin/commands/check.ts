import { resolve } from 'node:path';
import { layoutOf } from '../../lib/practice/mail-layout.ts';
import { PracticeError, readPractice } from '../../lib/practice/read-practice.ts';
import type { Command } from './command.ts';

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
  },
};
