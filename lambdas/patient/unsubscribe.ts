import { type UnsubscribingPorts, unsubscribeMail } from '../../domain/consent/unsubscribe.ts';
import { currentRecord } from '../../domain/patient/current-record.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import type { HttpEvent, HttpReply } from '../kit/http.ts';
import { readLink } from '../kit/signed-link.ts';
import { page, sentence } from './page.ts';

export interface UnsubscribePorts extends Omit<UnsubscribingPorts, 'now'> {
  readonly practice: Practice;
  readonly linkKey: () => Promise<string>;
  /** ISO instant. */
  readonly now: () => string;
}

const noLink = sentence(
  404,
  'This link does not work',
  'Open the link again as it stands in the message, or call us.',
);

const words = {
  en: {
    title: 'Unsubscribe',
    ask: 'Do you want no more messages that invite you back?',
    button: 'Unsubscribe',
    more: 'To choose what else you want to hear, and how, open your preferences by the link in our newest message.',
    done: 'You will get no more such messages. Answers to what you write to us still reach you.',
  },
  es: {
    title: 'Cancelar la suscripción',
    ask: '¿Ya no desea recibir mensajes que le inviten a volver?',
    button: 'Cancelar la suscripción',
    more: 'Para elegir qué más desea recibir, y cómo, abra sus preferencias con el enlace de nuestro mensaje más reciente.',
    done: 'No recibirá más mensajes de este tipo. Las respuestas a lo que nos escriba le seguirán llegando.',
  },
} as const;

/** A genuine link works for ever, also of a record that was merged away, or erased: then only its address is left to stop. */
async function opened(event: HttpEvent, ports: UnsubscribePorts) {
  const token = event.pathParameters?.token ?? '';
  const claims = readLink(await ports.linkKey(), token, 'unsubscribe', ports.now());
  const record = claims && (await currentRecord(ports.patients, claims.person));
  const language = record?.preferences?.language ?? record?.patient.language ?? 'en';
  return claims && { claims, language };
}

const form = `<section><h1>{{ title }}</h1><p>{{ practice }}: {{ ask }}</p>
<form method="post"><button class="main">{{ button }}</button></form></section>`;

/** GET /u/{token}: asks, and changes nothing: scanners open links too (R20). */
export async function showUnsubscribe(event: HttpEvent, ports: UnsubscribePorts): Promise<HttpReply> {
  const found = await opened(event, ports);
  if (!found) return noLink;
  const { language } = found;
  const { title, ask, button } = words[language];
  return page(200, {
    language,
    title,
    template: form,
    values: { practice: ports.practice.name, ask, button },
  });
}

/** POST /u/{token}: RFC 8058's one click, or the page's button. The same again changes nothing. */
export async function unsubscribe(event: HttpEvent, ports: UnsubscribePorts): Promise<HttpReply> {
  const found = await opened(event, ports);
  if (!found) return noLink;
  const { claims, language } = found;
  const { subject: touchId, person: patientId, address: addressKey } = claims;
  await unsubscribeMail({ touchId, patientId, addressKey }, { ...ports, now: ports.now() });
  const { title, done, more } = words[language];
  return page(200, {
    language,
    title,
    // No link to the preferences: this one never expires, that one does, and shows more.
    template: '<section><h1>{{ title }}</h1><p>{{ done }}</p><p>{{ more }}</p></section>',
    values: { done, more },
  });
}
