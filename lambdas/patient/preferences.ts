import {
  changedMeanwhile,
  type PageAct,
  type SwitchedChannel,
  switched,
  unsubscribedFromAll,
} from '../../domain/consent/preference-change.ts';
import type { Language } from '../../domain/inquiry/inquiry.ts';
import { normaliseEmail, normalisePhone } from '../../domain/inquiry/map-request.ts';
import { alsoForbidden } from '../../domain/patient/contact-wishes.ts';
import { currentRecord } from '../../domain/patient/current-record.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import { preferenceEvents } from '../../domain/patient/preference-events.ts';
import type { Preferences, StatedContact } from '../../domain/patient/preferences.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { addressTask } from '../../domain/recall/address-task.ts';
import type { OutreachChannel } from '../../domain/recall/recall-rules.ts';
import { bodyBytes, type HttpEvent, type HttpReply } from '../kit/http.ts';
import { sha256 } from '../kit/sha256.ts';
import { readLink } from '../kit/signed-link.ts';
import { sentence } from './page.ts';
import {
  contactOf,
  languageOf,
  languages,
  never,
  notices,
  type PreferencePorts,
  pageOf,
  show,
  times,
  topics,
  wordingsOf,
} from './preference-page.ts';
import { wordingVersion } from './preference-words.ts';
import { readPage } from './shown-page.ts';

const noLink = sentence(
  404,
  'This link does not work',
  'Open the link in our newest message, or call us. / Abra el enlace de nuestro mensaje más reciente, o llámenos.',
);

async function holder(event: HttpEvent, ports: PreferencePorts): Promise<PatientRecord | undefined> {
  const token = event.pathParameters?.token ?? '';
  const claims = readLink(await ports.linkKey(), token, 'preferences', ports.now());
  const record = claims && (await currentRecord(ports.patients, claims.person));
  if (!record || record.patient.erasedAt) return undefined;
  const found = await ports.addressConsents(record);
  const said = found.map((event) => ({ ...event, patientId: record.patient.id }));
  return { ...record, consents: [...record.consents, ...said] };
}

/** GET /p/{token}: shows what stands, and changes nothing: scanners open links too (R20). */
export async function showPreferences(event: HttpEvent, ports: PreferencePorts): Promise<HttpReply> {
  const record = await holder(event, ports);
  if (!record) return noLink;
  const done = event.queryStringParameters?.done;
  return show(record, ports, 200, { notice: notices.find((notice) => notice === done) });
}

const shownLanguage = (form: URLSearchParams, record: PatientRecord): Language =>
  languages.find((one) => one === form.get('shown')) ?? languageOf(record);

/** The page as it was shown, if this one may be taken at its word. */
async function pageIn(form: URLSearchParams, record: PatientRecord, ports: PreferencePorts) {
  const stands = pageOf(record, shownLanguage(form, record), ports);
  return readPage(await ports.linkKey(), form.get('page') ?? '', record.patient.id, stands, ports.now());
}

function actOf(
  form: URLSearchParams,
  event: HttpEvent,
  record: PatientRecord,
  { once, ports }: { readonly once: string; readonly ports: PreferencePorts },
): PageAct {
  const language = shownLanguage(form, record);
  const { sourceIp, userAgent } = event.requestContext.http;
  return {
    once: sha256(`${record.patient.id} ${once}`).slice(0, 24),
    seller: ports.practice.name,
    language,
    version: wordingVersion,
    ip: sourceIp,
    userAgent: userAgent?.slice(0, 300),
    wordings: wordingsOf(record, language, ports),
    sha256,
    now: ports.now(),
  };
}

type Stated = Pick<StatedContact, 'email' | 'phone'>;

/** What the patient says of their own address and number; undefined when one of them cannot be right. */
function statedIn(form: URLSearchParams, { country }: Practice): Stated | undefined {
  const given = { email: (form.get('email') ?? '').trim(), phone: (form.get('phone') ?? '').trim() };
  const email = given.email ? normaliseEmail(given.email) : undefined;
  const phone = given.phone ? normalisePhone(given.phone, country) : undefined;
  if ((given.email && !email) || (given.phone && !phone)) return undefined;
  return { ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
}

/** Other than what is known: kept beside it, and staff are asked to correct the practice's own system. */
function changedContact(record: PatientRecord, stated: Stated, now: string): StatedContact | undefined {
  const known = contactOf(record);
  const changed =
    (stated.email !== undefined && stated.email !== known.email) ||
    (stated.phone !== undefined && stated.phone !== known.phone);
  return changed ? { ...record.preferences?.stated, ...stated, at: now } : undefined;
}

/** So many settled tasks are looked through; after that each change makes one. */
const mostSettled = 20;

/** The id of the task that is open or comes next: one for whatever they state until staff have settled it. */
async function taskFor(patientId: string, act: PageAct, { outreach }: PreferencePorts) {
  for (let settled = 0; settled < mostSettled; settled += 1) {
    const id = sha256(`stated ${patientId} ${settled}`).slice(0, 24);
    const before = await outreach.task(id);
    if (before?.state !== 'done') return { id, isOpen: before !== undefined };
  }
  return { id: sha256(`stated ${patientId} ${act.once}`).slice(0, 24), isOpen: false };
}

async function askStaff({ patient }: PatientRecord, act: PageAct, ports: PreferencePorts): Promise<void> {
  const { id, isOpen } = await taskFor(patient.id, act, ports);
  if (isOpen) return;
  const why =
    'the patient gave other contact details on their page: check them and correct them in your own system';
  await ports.outreach.addTask(addressTask({ id, patient, why }, ports.practice, act.now));
}

/** Ways of contact that the page says never to use. */
const neverIn = (form: URLSearchParams): readonly OutreachChannel[] =>
  form.getAll('never').flatMap((way) => (way in never ? never[way as keyof typeof never] : []));

function preferencesIn(
  form: URLSearchParams,
  record: PatientRecord,
  said: { readonly stated: StatedContact | undefined; readonly forbids: readonly OutreachChannel[] },
  now: string,
): Preferences {
  const { stated, forbids } = said;
  const wanted = form.getAll('topic');
  const { bestTime, topicsOff, ...kept } = record.preferences ?? { patientId: record.patient.id };
  void topicsOff;
  void bestTime;
  const time = times.find((one) => one !== '' && one === form.get('bestTime'));
  const language = languages.find((one) => one === form.get('language'));
  return {
    ...kept,
    patientId: record.patient.id,
    topicsOff: topics.filter((topic) => !wanted.includes(topic)),
    ...(time ? { bestTime: time } : {}),
    ...(language ? { language } : {}),
    ...(stated ? { stated } : {}),
    ...(forbids.length > 0 ? { forbids } : {}),
    at: now,
    by: 'patient',
  };
}

/** Saves the boxes that the patient switched, and what they state; or shows the page again where it is wrong, or not as it was shown. */
async function save(
  form: URLSearchParams,
  event: HttpEvent,
  record: PatientRecord,
  ports: PreferencePorts,
): Promise<HttpReply | 'done' | 'moved'> {
  const given = statedIn(form, ports.practice);
  if (!given) return show(record, ports, 422, { problem: 'wrong' });
  const shown = await pageIn(form, record, ports);
  if (!shown) return show(record, ports, 409, { problem: 'old' });
  const forbids = alsoForbidden(record.preferences, neverIn(form));
  if (!forbids) return show(record, ports, 422, { problem: 'noWay' });
  const act = actOf(form, event, record, { once: shown.once, ports });
  const boxes = { shown: shown.on, wanted: new Set(form.getAll('channel') as SwitchedChannel[]) };
  for (const one of switched(record, boxes, act)) await ports.patients.addConsent(one);
  const stated = changedContact(record, given, act.now);
  if (stated) await askStaff(record, act, ports);
  const wishes = preferencesIn(form, record, { stated, forbids }, act.now);
  // How they stood, with the language that the patient's messages were in.
  const before = { ...record.preferences, language: languageOf(record) };
  for (const one of preferenceEvents(before, wishes, act.once)) await ports.patients.addPreferenceEvent(one);
  await ports.patients.savePreferences(wishes);
  return changedMeanwhile(record, boxes, act.now) ? 'moved' : 'done';
}

/** Ending everything needs no page as it was shown: it is obeyed from any. */
async function endAll(
  form: URLSearchParams,
  event: HttpEvent,
  record: PatientRecord,
  ports: PreferencePorts,
): Promise<'done'> {
  const once = (await pageIn(form, record, ports))?.once ?? ports.newId();
  const act = actOf(form, event, record, { once, ports });
  for (const one of unsubscribedFromAll(record, act)) await ports.patients.addConsent(one);
  return 'done';
}

/** POST /p/{token}: saves what changed, each change of a channel as a consent event; or ends everything. The same again changes nothing. */
export async function changePreferences(event: HttpEvent, ports: PreferencePorts): Promise<HttpReply> {
  const record = await holder(event, ports);
  if (!record) return noLink;
  const form = new URLSearchParams(bodyBytes(event).toString().slice(0, 10_000));
  const ended = await (form.get('act') === 'all' ? endAll : save)(form, event, record, ports);
  if (typeof ended !== 'string') return ended;
  return {
    statusCode: 303,
    headers: { location: `${event.rawPath}?done=${ended}`, 'cache-control': 'no-store' },
  };
}
