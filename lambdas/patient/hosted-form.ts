import { createHmac } from 'node:crypto';
import type { EscalationRules } from '../../domain/escalation/policy.ts';
import type { Deliveries, Registrations } from '../../domain/inquiry/delivery.ts';
import type { Language } from '../../domain/inquiry/inquiry.ts';
import { normaliseEmail, normalisePhone } from '../../domain/inquiry/map-request.ts';
import type { GivenConsent } from '../../domain/inquiry/message.ts';
import { promiseFor } from '../../domain/inquiry/promise-for.ts';
import { byWhen } from '../../domain/message/by-when.ts';
import { phoneText } from '../../domain/message/phone-text.ts';
import { renderMessage } from '../../domain/message/render.ts';
import type { Templates } from '../../domain/message/templates.ts';
import type { Compiled, Location, Practice } from '../../domain/practice/practice.ts';
import { bodyBytes, type HttpEvent, type HttpReply } from '../kit/http.ts';
import { readLink, signLink } from '../kit/signed-link.ts';
import { keyedId } from '../verification/identify.ts';
import { type FormField, formPage, thanksPage } from './form-page.ts';
import { formWords } from './form-words.ts';
import { sentence } from './page.ts';

export interface FormPorts {
  readonly deliveries: Pick<Deliveries, 'store' | 'count'>;
  readonly registrations: Registrations;
  readonly practice: Practice;
  readonly rules: Compiled<EscalationRules>;
  readonly templates: Templates;
  readonly linkKey: () => Promise<string>;
  readonly publicUrl: string;
  /** ISO instant. */
  readonly now: () => string;
  readonly newId: () => string;
}

const longestForm = 64 * 1024;
/** Nobody reads, writes and sends a form faster than this. */
const shortestMilliseconds = 3000;
/** What one connection sends in ten minutes without being suspected; a family, or a tablet at the front desk, stays below. */
const mostPerConnection = 10;
const names = ['name', 'phone', 'email', 'message', 'bestTime'] as const;
const longest = { name: 200, phone: 40, email: 254, message: 10_000, bestTime: 200 } as const;
type Name = (typeof names)[number];
type Given = Readonly<Record<Name, string>>;

const nothing: Given = { name: '', phone: '', email: '', message: '', bestTime: '' };
const consentNames = ['consent-sms', 'consent-email'] as const;

interface Scene {
  readonly ports: FormPorts;
  readonly location: Location;
  readonly language: Language;
  readonly now: string;
}

function languageOf(event: HttpEvent): Language {
  const asked = event.queryStringParameters?.lang;
  if (asked === 'en' || asked === 'es') return asked;
  return /^\s*es\b/i.test(event.headers['accept-language'] ?? '') ? 'es' : 'en';
}

function sceneOf(event: HttpEvent, ports: FormPorts): Scene | undefined {
  const location = ports.practice.locations.find(({ id }) => id === event.pathParameters?.location);
  return location && { ports, location, language: languageOf(event), now: ports.now() };
}

const noForm = sentence(404, 'There is no such form', 'Look at the address again, or call the practice.');

/** A wording of practice/templates/form.yaml, with the promise as it would be for a message sent now. */
function worded({ ports, location, language, now }: Scene, name: string): string {
  const template = ports.templates[name]?.[language];
  if (!template) throw new Error(`practice/templates/form.yaml has no ${name}.`);
  const { practice } = ports;
  const due = promiseFor({ receivedAt: now, location }, ports.rules);
  const variables = {
    practice: practice.name,
    phone: phoneText(location.phone, practice.country),
    emergency: practice.emergencyNumber,
    by: byWhen(due, now, location.zone, language),
  };
  return renderMessage(template, variables).text.trim();
}

const pathOf = ({ location }: Scene): string => `/f/${location.id}`;
const originsOf = ({ websites }: Practice): readonly string[] =>
  (websites ?? []).map((url) => new URL(url).origin);

async function show(
  scene: Scene,
  status: number,
  given: Given,
  more: { errors?: Partial<Record<Name, string>>; ticked?: URLSearchParams; token?: string } = {},
): Promise<HttpReply> {
  const { ports, location, language, now } = scene;
  const { practice } = ports;
  const token =
    more.token ??
    signLink(await ports.linkKey(), {
      purpose: 'form',
      subject: location.id,
      person: `${ports.newId()}~${Date.parse(now)}`,
    });
  const field = (name: Name): FormField => ({ value: given[name], error: more.errors?.[name] ?? null });
  return formPage(status, {
    language,
    practice: practice.name,
    location: location.name,
    intro: worded(scene, 'intro'),
    emergency: worded(scene, 'emergency'),
    token,
    fields: {
      name: field('name'),
      phone: field('phone'),
      email: field('email'),
      message: field('message'),
      bestTime: field('bestTime'),
    },
    doctor: more.ticked?.get('doctor') === 'yes',
    consents: consentNames.map((name) => ({
      name,
      wording: worded(scene, name),
      ticked: more.ticked?.get(name) === 'yes',
    })),
    privacyUrl: practice.privacyUrl ?? null,
    termsUrl: practice.termsUrl ?? null,
    websites: originsOf(practice),
    path: pathOf(scene),
  });
}

function errorsIn(given: Given, { ports, language }: Scene): Partial<Record<Name, string>> {
  const words = formWords[language];
  const { name, phone, email, message } = given;
  const badPhone = phone !== '' && normalisePhone(phone, ports.practice.country) === undefined;
  const badEmail = email !== '' && normaliseEmail(email) === undefined;
  return {
    ...(name ? {} : { name: words.noName }),
    ...(message ? {} : { message: words.noMessage }),
    ...(badPhone ? { phone: words.badPhone } : {}),
    ...(badEmail ? { email: words.badEmail } : {}),
    ...(phone === '' && email === '' ? { phone: words.noReach } : {}),
  };
}

/** What speaks for a robot; empty for a person. Whatever it is, the message is kept and a person of the staff looks. */
function suspicionOf(
  form: URLSearchParams,
  { shownAt, now, many }: { shownAt: number | undefined; now: string; many: boolean },
): string {
  if (form.get('website')) return 'Suspected spam: a field that people do not see was filled in.';
  if (shownAt === undefined) return 'Suspected spam: it was not sent from the form itself.';
  if (Date.parse(now) - shownAt < shortestMilliseconds)
    return 'Suspected spam: it was sent faster than anybody writes.';
  if (many) return 'Suspected spam: more came from one connection within ten minutes than people write.';
  return '';
}

function consentsIn(form: URLSearchParams, event: HttpEvent, scene: Scene): readonly GivenConsent[] {
  const { sourceIp, userAgent } = event.requestContext.http;
  const page = `${scene.ports.publicUrl}${pathOf(scene)}?lang=${scene.language}`;
  const all = [
    { name: 'consent-sms', channel: 'sms' },
    { name: 'consent-email', channel: 'email' },
  ] as const;
  return all
    .filter(({ name }) => form.get(name) === 'yes')
    .map(({ name, channel }) => ({
      channel,
      purpose: 'recall',
      wording: worded(scene, name),
      at: scene.now,
      page,
      ip: sourceIp,
      ...(userAgent ? { userAgent: userAgent.slice(0, 300) } : {}),
    }));
}

/** Whether this connection sends more than people write. Its address is kept nowhere but with a consent (R68): it is counted by a keyed hash, for a day. */
async function tooMany(event: HttpEvent, { ports, now }: Scene): Promise<boolean> {
  const connection = createHmac('sha256', await ports.linkKey())
    .update(`connection:${event.requestContext.http.sourceIp}`)
    .digest('base64url');
  return (await ports.deliveries.count(connection, `${now.slice(0, 15)}0`)) > mostPerConnection;
}

async function keep(form: URLSearchParams, given: Given, event: HttpEvent, scene: Scene): Promise<void> {
  const { ports, location, language, now } = scene;
  const claims = readLink(await ports.linkKey(), form.get('token') ?? '', 'form', now);
  const many = await tooMany(event, scene);
  const [once, shown] = claims?.subject === location.id ? claims.person.split('~') : [];
  const source = `form_${location.id}`;
  const body = {
    ...given,
    doctor: form.get('doctor') === 'yes' ? 'yes' : '',
    language,
    suspicion: suspicionOf(form, { shownAt: shown === undefined ? undefined : Number(shown), now, many }),
    consents: consentsIn(form, event, scene),
  };
  // Sent twice it is one message; whoever goes back and writes something else has sent another.
  const said = JSON.stringify([given, body.doctor]);
  const id = keyedId(source, `${once ?? ports.newId()} ${said}`);
  const { registered } = await ports.deliveries.store({
    id,
    schema: 1,
    source,
    receivedAt: now,
    contentType: 'application/json',
    headers: {},
    encoding: 'utf8',
    body: JSON.stringify(body),
  });
  if (!registered) await ports.registrations.start(id);
}

/** GET /f/{location}: the form, in English or Spanish. `?sent=1` thanks. */
export async function showForm(event: HttpEvent, ports: FormPorts): Promise<HttpReply> {
  const scene = sceneOf(event, ports);
  if (!scene) return noForm;
  if (event.queryStringParameters?.sent !== '1') return show(scene, 200, nothing);
  return thanksPage({
    language: scene.language,
    thanks: worded(scene, 'thanks'),
    emergency: worded(scene, 'emergency'),
    websites: originsOf(ports.practice),
    path: pathOf(scene),
  });
}

/** POST /f/{location}: stores the message as a delivery; a form sent twice is one message. */
export async function sendForm(event: HttpEvent, ports: FormPorts): Promise<HttpReply> {
  const scene = sceneOf(event, ports);
  if (!scene) return noForm;
  const bytes = bodyBytes(event);
  if (bytes.length > longestForm)
    return sentence(413, 'This is too long', 'Please shorten your message, or call us.');
  const form = new URLSearchParams(bytes.toString());
  const value = (name: Name): string => (form.get(name) ?? '').trim().slice(0, longest[name]);
  const given: Given = {
    name: value('name'),
    phone: value('phone'),
    email: value('email'),
    message: value('message'),
    bestTime: value('bestTime'),
  };
  const errors = errorsIn(given, scene);
  if (Object.keys(errors).length > 0)
    return show(scene, 422, given, { errors, ticked: form, token: (form.get('token') ?? '').slice(0, 1024) });
  await keep(form, given, event, scene);
  return {
    statusCode: 303,
    headers: { location: `${pathOf(scene)}?lang=${scene.language}&sent=1`, 'cache-control': 'no-store' },
  };
}
