import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import type { InquiryMessage } from '../inquiry/message.ts';
import type { Practice } from '../practice/practice.ts';
import type { PatientWay } from './patient-ways.ts';

/** Far more than a busy front desk's forms and missed calls bring. */
const usualPerHour = 60;

/** How many texts within an hour Heard itself sends to numbers that nobody has proved to have. */
export const textsPerHour = ({ channels }: Practice): number => channels?.textsPerHour ?? usualPerHour;

/** Numbers of North America share a code, and some of them cost like a service: there the country itself counts. */
const sharedCode = '1';

function isIn(to: string, country: string): boolean {
  const number = parsePhoneNumberFromString(to);
  if (!number || !isSupportedCountry(country)) return false;
  const code = getCountryCallingCode(country as CountryCode);
  return code === sharedCode ? number.country === country : number.countryCallingCode === code;
}

/** Whether a number is of a country that Heard texts although whoever gave it may not have it. */
export const isTextedUnproved = (to: string, { country, channels }: Practice): boolean =>
  [country, ...(channels?.textTo ?? [])].some((one) => isIn(to, one));

/** Whether an answer to this message by this way is a text to a number that nobody has proved: all but what came by text. */
export const goesUnproved = (
  way: PatientWay,
  message: Pick<InquiryMessage, 'channel'> | undefined,
): boolean => way.channel === 'sms' && message?.channel !== 'sms';
