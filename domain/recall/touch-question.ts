import type { ItemCampaigns } from '../campaign/planning.ts';
import type { Law } from '../consent/law.ts';
import type { Question } from '../consent/question.ts';
import type { Practice } from '../practice/practice.ts';
import type { RecallItem } from './recall-item.ts';
import type { OutreachChannel, RecallRules, Sequence } from './recall-rules.ts';
import { circumstancesOf, type Known, recipientOf } from './recipient.ts';
import { leavesByItself } from './touch.ts';

/** What planning needs besides the patient. */
export interface Planning {
  readonly practice: Practice;
  readonly rules: RecallRules;
  readonly law: Law;
  /** The sequence of an item, in the version that its episode began with. */
  readonly sequenceOf: (item: RecallItem) => Sequence;
  /** Campaigns by the id of their item. */
  readonly campaigns?: ItemCampaigns;
  readonly homeZone: string;
  /** ISO instant. */
  readonly now: string;
}

/** The question that a touch asks on a channel. `findings` are what the linters found in its words, once there are any. */
export function questionOf(
  known: Known,
  planning: Planning,
  touch: {
    readonly channel: OutreachChannel;
    readonly class: Sequence['class'];
    readonly paid: boolean;
    readonly bookedOn?: string | undefined;
    readonly id?: string;
    readonly findings?: Question['message']['findings'];
    readonly remunerated?: boolean;
    readonly aftercare?: boolean;
    readonly asksHealth?: boolean;
    /** Asked when it is planned: a reminder is, though a message of theirs waits; it is held at sending until a person has looked. */
    readonly ahead?: boolean;
  },
): Question {
  const { practice, rules, law, homeZone, now } = planning;
  const around = circumstancesOf(known, practice, touch.bookedOn, now);
  return {
    message: {
      purpose: touch.class,
      seller: practice.name,
      findings: touch.findings ?? [],
      remunerated: touch.remunerated ?? false,
      clinical: false,
      paidSeries: touch.paid,
      ...(touch.aftercare ? { aftercare: true } : {}),
      ...(touch.asksHealth ? { asksHealth: true } : {}),
    },
    channel: touch.channel,
    by: leavesByItself(touch.channel) ? 'automatic' : 'person',
    recipient: recipientOf(known, practice, touch.id),
    consents: known.record.consents,
    circumstances: { ...around, openInquiry: around.openInquiry && !(touch.ahead && touch.class === 'care') },
    rules,
    law,
    homeZone,
    now,
  };
}
