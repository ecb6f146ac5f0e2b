import type { EducationItem } from '../../domain/message/education.ts';
import { revealed } from '../../domain/message/revealing-words.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

/** Why an item has not been reviewed as it must be, in words; undefined where it has. */
function reviewProblem(
  { reviewedBy, reviewedOn }: EducationItem,
  { members }: PracticeFolder['staff'],
): string | undefined {
  if (reviewedBy === undefined || reviewedOn === undefined)
    return 'no provider has reviewed it: let a physician or extender read it, then write reviewedBy and reviewedOn';
  const reviewer = members.find(({ id }) => id === reviewedBy);
  return reviewer?.roles.some((role) => role === 'physician' || role === 'extender')
    ? undefined
    : `${reviewedBy} is no physician or extender of the staff`;
}

const wordsOf = ({ title, text }: EducationItem): string => [title.en, title.es, text.en, text.es].join('\n');

/** What mails carry besides is reviewed by a provider, and reveals nothing (R25). */
export function educationProblems(folder: PracticeFolder): readonly Contradiction[] {
  const file = 'education.yaml';
  return folder.education.items.flatMap((item, index): Contradiction[] => {
    const path = ['items', index, 'id'];
    const unread = reviewProblem(item, folder.staff);
    const names = revealed(wordsOf(item), folder['revealing-words']).some((one) => one.startsWith('names-'));
    return [
      ...(unread === undefined ? [] : [{ file, path, message: `${item.id}: ${unread}` } as const]),
      ...(names
        ? [
            {
              file,
              path,
              message: `${item.id} names a treatment, a drug or a part of the body (R25)`,
            } as const,
          ]
        : []),
    ];
  });
}
