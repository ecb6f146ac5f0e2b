import type { TouchWords } from '../../domain/message/compose-touch.ts';
import type { Spoke } from '../../domain/message/touch-values.ts';
import { aftercareKinds } from '../../domain/recall/touch.ts';

export const isAftercare = (name: string): boolean =>
  (aftercareKinds as readonly string[]).includes(name.replace(/-guardian$/, ''));

/** Every message has the practice's page to book; what protects somebody who was treated lately names one way, and it is a call. */
export const bookless = (
  text: string,
  {
    touch,
    words: { practice },
    booksOnline,
  }: {
    readonly touch: Pick<Spoke, 'template'>;
    readonly words: Pick<TouchWords, 'practice'>;
    readonly booksOnline: boolean;
  },
): string[] =>
  !booksOnline ||
  practice.bookingUrl === undefined ||
  isAftercare(touch.template) ||
  text.includes(practice.bookingUrl)
    ? []
    : ['does not mention {{ booking }}: every message has the booking page (bookingUrl in practice.yaml)'];
