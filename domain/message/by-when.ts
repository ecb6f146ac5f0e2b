import { Temporal } from 'temporal-polyfill';
import type { Language } from '../inquiry/inquiry.ts';

const words = {
  en: { locale: 'en-US', today: 'today', tomorrow: 'tomorrow' },
  es: { locale: 'es-US', today: 'hoy', tomorrow: 'mañana' },
} as const;

/** "9:30 AM tomorrow": an instant as a person at the location would say it. Both instants are ISO. */
export function byWhen(deadline: string, now: string, zone: string, language: Language): string {
  const { locale, today, tomorrow } = words[language];
  const due = Temporal.Instant.from(deadline).toZonedDateTimeISO(zone);
  const here = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
  const days = here.toPlainDate().until(due.toPlainDate(), { largestUnit: 'days' }).days;
  const at = new Date(deadline);
  const time = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(
    at,
  );
  if (days === 0) return language === 'en' ? `${time} ${today}` : `${today} a las ${time}`;
  if (days === 1) return language === 'en' ? `${time} ${tomorrow}` : `${tomorrow} a las ${time}`;
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
  }).format(at);
  return language === 'en' ? `${time} on ${date}` : `el ${date} a las ${time}`;
}

/** "12 min", "3 h 5 min", "2 d 4 h": how long somebody has waited. */
export function howLong(from: string, to: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const longDay = (language: Language) =>
  new Intl.DateTimeFormat(words[language].locale, { timeZone: 'UTC', dateStyle: 'long' });
/** Making one takes a hundred times what using it does. */
const longDays = { en: longDay('en'), es: longDay('es') };

/** "December 31, 2026", "31 de diciembre de 2026": a local date (YYYY-MM-DD) in words. */
export const dayInWords = (day: string, language: Language): string =>
  longDays[language].format(new Date(`${day}T00:00:00Z`));

/** "Nov 20, 10:00:05 AM": an instant (ISO) to the second, where the practice is; for staff, in English. */
export const dayAndTime = (at: string, zone: string): string =>
  new Intl.DateTimeFormat(words.en.locale, {
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  })
    .format(new Date(at))
    .replaceAll(/\s/g, ' ');
