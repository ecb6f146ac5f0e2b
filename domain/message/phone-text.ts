import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** A number (E.164) as people of its country write it; abroad with its country code. */
export function phoneText(number: string, country: string): string {
  const parsed = parsePhoneNumberFromString(number);
  if (!parsed) return number;
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
}
