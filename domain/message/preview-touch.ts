import type { MessageFinding } from '../consent/question.ts';
import { DomainError } from '../errors.ts';
import type { OutreachChannel } from '../recall/recall-rules.ts';
import { composeScript } from './compose-script.ts';
import { composeMail, composePost, composeText, type TouchLinks, type TouchWords } from './compose-touch.ts';
import type { ScriptWords } from './recall-words.ts';
import { revealed } from './revealing-words.ts';
import type { Spoke, Spoken } from './touch-values.ts';

/** How a template reads for a patient on a channel, and what the linter says of it. */
export interface TouchPreview {
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly script: ScriptWords | null;
  readonly segments: number | null;
  readonly encoding: 'GSM-7' | 'UCS-2' | null;
  readonly findings: readonly MessageFinding[];
}

const nothing = { subject: null, text: null, html: null, script: null, segments: null, encoding: null };

function scripted(touch: Spoke, record: Spoken, words: TouchWords): TouchPreview {
  const script = composeScript(touch, record, words);
  if (!script) throw new Error(`practice/templates/scripts.yaml lacks ${touch.template}.`);
  return {
    ...nothing,
    script,
    findings: revealed(`${script.voicemail} ${script.message}`, words.revealing),
  };
}

function composed(
  channel: OutreachChannel,
  touch: Spoke,
  record: Spoken,
  links: TouchLinks,
  words: TouchWords,
): TouchPreview {
  switch (channel) {
    case 'email': {
      const { subject, text, html, findings } = composeMail(touch, record, links, words);
      return { ...nothing, subject, text, html, findings };
    }
    case 'text':
      return { ...nothing, ...composeText(touch, record, links, words) };
    case 'letter':
    case 'postcard':
      return { ...nothing, ...composePost(touch, record, channel, words) };
    default:
      return scripted(touch, record, words);
  }
}

/** Renders a template as it would be sent, and sends nothing. Throws `invalid` where the practice has no such words. */
export function previewTouch(...given: Parameters<typeof composed>): TouchPreview {
  try {
    return composed(...given);
  } catch (error) {
    throw new DomainError('invalid', (error as Error).message);
  }
}
