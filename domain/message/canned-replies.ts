import type { Inquiry } from '../inquiry/inquiry.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import { byWhen } from './by-when.ts';
import { offersVisit } from './offers-visit.ts';
import { phoneText } from './phone-text.ts';
import { renderMessage } from './render.ts';
import type { Templates } from './templates.ts';

/** The practice's canned replies for one inquiry, in its language, filled in; staff change them before they send. `now` is an ISO instant. */
export function cannedReplies(
  inquiry: Inquiry,
  templates: Templates,
  practice: Practice,
  now: string,
): readonly { readonly name: string; readonly text: string }[] {
  const location = locationOf(practice, inquiry.location);
  const phone = phoneText(location.phone, practice.country);
  const variables = {
    firstName: inquiry.contact.name?.split(/\s+/)[0] ?? '',
    practice: practice.name,
    phone,
    booking: practice.bookingUrl ?? phone,
    by: byWhen(inquiry.deadline, now, location.zone, inquiry.language),
  };
  // Nobody begins an answer to somebody who may be under 18 from an offer to book (R36).
  const offered = Object.entries(templates).filter(
    ([, template]) => !inquiry.apparentMinor || !offersVisit(template[inquiry.language].text),
  );
  return offered.map(([name, template]) => {
    // A greeting without a name has no gap before its comma.
    const { text } = renderMessage(template[inquiry.language], variables);
    return { name, text: text.replaceAll(/ +,/g, ',').trim() };
  });
}
