import type { Spoken } from '../inquiry/arrival.ts';
import type { Texter } from '../message/senders.ts';
import { isTextedUnproved, textsPerHour } from '../message/unproved-number.ts';
import type { Outreach } from '../recall/outreach.ts';
import { decide } from './decide.ts';
import type { ConsentAddress } from './given-consents.ts';
import { type KeywordAnswerPorts, questionOf, wordsOf } from './keyword-answer.ts';

export interface AskPorts extends Pick<KeywordAnswerPorts, 'practice' | 'law' | 'templates' | 'now'> {
  readonly outreach: Pick<Outreach, 'beginAnswer' | 'answersTo' | 'suppressions'>;
  /** Absent where the practice has no texts, or none that can be answered. */
  readonly texter?: Texter | undefined;
  /** Counts one more text to a number that nobody has proved; gives how many there were within this hour (docs/decisions/037). */
  readonly unprovedTexts: () => Promise<number>;
  /** Told when one is held back for that. */
  readonly heldBack: () => void;
}

type Form = Pick<Spoken, 'messageId' | 'receivedAt' | 'language' | 'location'>;

const prefix = 'confirm#';
const day = 86_400_000;

/** When a number was asked last to confirm (ISO); undefined where it never was. */
export const askedAt = (
  answers: readonly { readonly key: string; readonly at: string }[],
): string | undefined =>
  answers
    .flatMap(({ key, at }) => (key.startsWith(prefix) ? [at] : []))
    .toSorted()
    .at(-1);

async function mayAsk(of: ConsentAddress, form: Form, text: string, ports: AskPorts): Promise<boolean> {
  const { outreach, practice, now } = ports;
  // There is nothing to agree to where no reminder can be texted.
  if (!practice.channels?.textFor?.includes('marketing')) return false;
  if (!isTextedUnproved(of.address, practice)) return false;
  const last = askedAt(await outreach.answersTo(of.key));
  if (last !== undefined && Date.parse(now) - Date.parse(last) < day) return false;
  const suppressed = await outreach.suppressions(of.key, 'phone');
  if (suppressed.length > 0) return false;
  // It answers the form, so it goes at once or not at all (R4, R11).
  const spoken = { ...form, contact: { phone: of.address } };
  const known = { purpose: 'help-reply', confirmedBefore: false, suppressed } as const;
  if (decide(questionOf(spoken, ports, text, known)).outcome !== 'allow') return false;
  if ((await ports.unprovedTexts()) <= textsPerHour(practice)) return true;
  ports.heldBack();
  return false;
}

/**
 * Asks a number that was typed beside a ticked box, by one text, to agree by YES. Not more than one a number and day, whoever types it;
 * none to a number that takes no texts, is of no country that is texted so (docs/decisions/037), or beyond the limit of the hour. It is
 * noted before it is sent and never sent again. Whether the number is stopped has been asked before.
 */
export async function askToConfirm(of: ConsentAddress, form: Form, ports: AskPorts): Promise<void> {
  const { texter, now } = ports;
  if (!texter) return;
  const text = wordsOf('consent-question', form, ports);
  if (!(await mayAsk(of, form, text, ports))) return;
  const key = `${prefix}${now.slice(0, 10)}`;
  if (!(await ports.outreach.beginAnswer(of.key, { key, at: now }))) return;
  const about = { audience: 'patient', kind: 'consent-question', messageId: form.messageId } as const;
  await texter.send({ stream: 'care', to: of.address, text, about }).catch(() => undefined);
}
