import type { Patient } from '../patient/patient.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import type { Touch } from '../recall/touch.ts';
import type { Wording } from './compose-notice.ts';
import { phoneText } from './phone-text.ts';
import { renderMessage } from './render.ts';
import type { Templates } from './templates.ts';

export interface TouchWording extends Wording {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A recall mail: the practice's words in the frame that commercial mail must have (R18), with one-click unsubscribe (R20). Throws when
 * the practice has no such template.
 */
export function composeTouch(
  touch: Touch,
  patient: Patient,
  unsubscribeUrl: string,
  practice: Practice,
  templates: Templates,
): TouchWording {
  const template = templates[touch.template];
  const frame = templates.frame;
  const location = locationOf(practice, patient.location);
  if (!template || !frame)
    throw new Error(`practice/templates/recall.yaml lacks ${touch.template} or its frame.`);
  const { subject, text } = renderMessage(template[patient.language], {
    practice: practice.name,
    firstName: patient.firstName,
    booking: practice.bookingUrl ?? phoneText(location.phone, practice.country),
    phone: phoneText(location.phone, practice.country),
  });
  const framed = renderMessage(frame[patient.language], {
    body: text,
    practice: practice.name,
    address: location.address.join(', '),
    unsubscribe: unsubscribeUrl,
  });
  return {
    subject,
    text: framed.text,
    headers: {
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}
