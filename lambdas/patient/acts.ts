import { DomainError } from '../../domain/errors.ts';
import type { Action } from '../../domain/inquiry/action.ts';
import { close } from '../../domain/inquiry/closing.ts';
import {
  type CallOutcome,
  type Channel,
  type CloseReason,
  type Level,
  outcomes,
  welfareChecks,
} from '../../domain/inquiry/inquiry.ts';
import { type LevelPorts, longestNote, lowerLevel } from '../../domain/inquiry/lower-level.ts';
import { type ReplyPorts, reply } from '../../domain/inquiry/reply.ts';
import { claim, handOver, logCall, release } from '../../domain/inquiry/staff-actions.ts';
import { offerTriageCall } from '../../domain/inquiry/triage-call.ts';
import { undo } from '../../domain/inquiry/undo.ts';
import { decideWelfareCheck } from '../../domain/inquiry/welfare-check.ts';

export interface ActPorts extends ReplyPorts, LevelPorts {
  readonly newId: () => string;
}

type Act = (form: URLSearchParams, action: Action, ports: ActPorts) => Promise<unknown>;

const reasons: readonly CloseReason[] = [
  'not-an-inquiry',
  'no-answer-needed',
  'booked',
  'duplicate',
  'clinically-resolved',
];
const lowered: readonly Level[] = ['E1', 'U', 'S', 'R'];

const words = (form: URLSearchParams, field: string, longest = longestNote): string =>
  (form.get(field) ?? '').trim().slice(0, longest);

const logged =
  (outcome: CallOutcome): Act =>
  (_form, action, ports) =>
    logCall(ports, { ...action, outcome });

/** Where staff have to say themselves that it goes there. */
const chosen: readonly Channel[] = ['email', 'sms', 'messenger', 'instagram', 'whatsapp'];

async function send(form: URLSearchParams, action: Action, ports: ActPorts): Promise<void> {
  const text = words(form, 'text', 10_000);
  if (!text) throw new DomainError('invalid', 'Write your reply first.');
  const channel = chosen.find((known) => known === form.get('channel'));
  const waiting = form.get('waiting') === '1';
  await reply(ports, { ...action, text, messageId: ports.newId(), channel, waiting });
}

async function end(form: URLSearchParams, action: Action, ports: ActPorts): Promise<void> {
  const reason = reasons.find((known) => known === form.get('reason'));
  if (!reason) throw new DomainError('invalid', 'Choose a reason for closing it.');
  const outcome = outcomes.find((known) => known === form.get('outcome'));
  await close(ports, { ...action, reason, outcome, note: words(form, 'note') });
}

async function lower(form: URLSearchParams, action: Action, ports: ActPorts): Promise<void> {
  const level = lowered.find((known) => known === form.get('level'));
  if (!level) throw new DomainError('invalid', 'Choose the level that it really is.');
  await lowerLevel(ports, { ...action, level, reason: words(form, 'why') });
}

async function welfare(form: URLSearchParams, action: Action, ports: ActPorts): Promise<void> {
  const decision = welfareChecks.find((known) => known === form.get('decision'));
  if (!decision) throw new DomainError('invalid', 'Choose whether a welfare check is needed.');
  await decideWelfareCheck(ports, { ...action, decision, reason: words(form, 'why') });
}

const acts: Readonly<Record<string, Act>> = {
  'call-reached': logged('reached'),
  'call-voicemail': logged('voicemail'),
  'call-no-answer': logged('no-answer'),
  'call-wrong-number': logged('wrong-number'),
  claim: (_form, action, ports) => claim(ports, action),
  release: (_form, action, ports) => release(ports, action),
  physician: (_form, action, ports) => handOver(ports, { ...action, to: 'physician' }),
  'triage-call': (_form, action, ports) => offerTriageCall(ports, action),
  reply: send,
  close: end,
  lower,
  'welfare-check': welfare,
  undo: (_form, action, ports) => undo(ports, action),
};

/** Does what a button of the action page says. Throws `invalid` for what no button says. */
export async function act(form: URLSearchParams, action: Action, ports: ActPorts): Promise<void> {
  const name = form.get('act') ?? '';
  const chosen = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!chosen) throw new DomainError('invalid', 'Choose one of the actions.');
  await chosen(form, action, ports);
}
