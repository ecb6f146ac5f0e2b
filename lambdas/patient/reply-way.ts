import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import { type AnswerWay, refusalText } from '../../domain/inquiry/may-answer.ts';
import { answerable, mustBeChosen } from '../../domain/inquiry/proved-addresses.ts';
import { type PatientWay, waysTo } from '../../domain/message/patient-ways.ts';
import { phoneText } from '../../domain/message/phone-text.ts';
import type { Practice } from '../../domain/practice/practice.ts';

const wayNames = { messenger: 'Messenger', instagram: 'Instagram', whatsapp: 'WhatsApp' } as const;

function wayText(way: PatientWay, practice: Practice): string {
  if (way.channel === 'email') return `e-mail to ${way.to}`;
  return way.channel === 'sms' ? `text to ${phoneText(way.to, practice.country)}` : wayNames[way.channel];
}

/** The ways to answer where nobody could read what stands against them: the reply itself asks again. */
const unread = (inquiry: Inquiry, practice: Practice): readonly AnswerWay[] =>
  waysTo(answerable(inquiry), inquiry.lastChannel ?? inquiry.channel, practice).map((way) => ({ way }));

/**
 * How a reply would go, in words, by the first way that nothing stands against; the channel where staff have to choose it themselves; and why the ways before it
 * are none. `replyBy` is null when only a call is left.
 */
export function replyWay(inquiry: Inquiry, answers: readonly AnswerWay[] | undefined, practice: Practice) {
  const all = answers ?? unread(inquiry, practice);
  const open = all.find(({ refused }) => refused === undefined);
  const chosen = mustBeChosen(inquiry);
  const before = all.slice(0, open ? all.indexOf(open) : all.length);
  return {
    replyBy: open ? wayText(open.way, practice) : null,
    choose: open && chosen ? open.way.channel : null,
    // The channel in kind goes unsaid.
    other: open && !chosen && open !== all[0] ? open.way.channel : null,
    asLink: open?.asLink === true,
    refusals: before.map((one) => refusalText(one, all)),
  };
}
