import {
  isOn,
  type PageAct,
  type SwitchedChannel,
  switched,
  switchedChannels,
  unsubscribedFromAll,
} from '../../domain/consent/preference-change.ts';
import type { Language } from '../../domain/inquiry/inquiry.ts';
import { normaliseEmail, normalisePhone } from '../../domain/inquiry/map-request.ts';
import { phoneText } from '../../domain/message/phone-text.ts';
import { currentRecord } from '../../domain/patient/current-record.ts';
import type { PatientRecord, Preferences, StatedContact } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import { preferenceEvents } from '../../domain/patient/preference-events.ts';
import { locationOf, type Practice } from '../../domain/practice/practice.ts';
import { localDay } from '../../domain/recall/local-day.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { bodyBytes, type HttpEvent, type HttpReply } from '../kit/http.ts';
import { sha256 } from '../kit/sha256.ts';
import { readLink } from '../kit/signed-link.ts';
import { page, sentence } from './page.ts';
import { boxWordings, preferenceWords, wordingVersion } from './preference-words.ts';

export interface PreferencePorts {
  readonly patients: Pick<Patients, 'record' | 'addConsent' | 'savePreferences' | 'addPreferenceEvent'>;
  readonly outreach: Pick<Outreach, 'addTask'>;
  readonly practice: Practice;
  readonly linkKey: () => Promise<string>;
  /** ISO instant. */
  readonly now: () => string;
  readonly newId: () => string;
}

const noLink = sentence(
  404,
  'This link does not work',
  'Open the link again as it stands in the message, or call us. / Abra de nuevo el enlace del mensaje, o llámenos.',
);

const template = `
<h1>{{ practice }}: {{ words.title }}</h1>
{% if notice %}<section class="note" role="status"><strong>{{ notice }}</strong></section>{% endif %}
{% if problem %}<section class="problem" role="alert"><strong>{{ problem }}</strong></section>{% endif %}
<p>{{ words.intro }}</p>
<form method="post"><input type="hidden" name="act" value="save"><input type="hidden" name="once" value="{{ once }}"><input type="hidden" name="shown" value="{{ language }}">
<section><fieldset><legend><h2>{{ words.channels }}</h2></legend>
{% for box in channels %}<p class="box"><input type="checkbox" id="c-{{ box.id }}" name="channel" value="{{ box.id }}"{% if box.on %} checked{% endif %}><label for="c-{{ box.id }}">{{ box.text }}</label></p>{% endfor %}</fieldset></section>
<section><fieldset><legend><h2>{{ words.topics }}</h2></legend>
{% for box in topics %}<p class="box"><input type="checkbox" id="t-{{ box.id }}" name="topic" value="{{ box.id }}"{% if box.on %} checked{% endif %}><label for="t-{{ box.id }}">{{ box.text }}</label></p>{% endfor %}</fieldset></section>
<section><label for="language">{{ words.language }}</label><select id="language" name="language">{% for choice in languages %}<option value="{{ choice.id }}"{% if choice.on %} selected{% endif %}>{{ choice.text }}</option>{% endfor %}</select>
<label for="bestTime">{{ words.bestTime }}</label><select id="bestTime" name="bestTime">{% for choice in times %}<option value="{{ choice.id }}"{% if choice.on %} selected{% endif %}>{{ choice.text }}</option>{% endfor %}</select></section>
<section><h2>{{ words.details }}</h2><p id="details">{{ words.detailsNote }}</p>
<label for="email">{{ words.email }}</label><input id="email" name="email" type="email" autocomplete="email" maxlength="254" aria-describedby="details" value="{{ email }}">
<label for="phone">{{ words.phone }}</label><input id="phone" name="phone" type="tel" autocomplete="tel" maxlength="40" aria-describedby="details" value="{{ phone }}">
<button class="main">{{ words.save }}</button></section></form>
<section><h2>{{ words.all }}</h2><p>{{ words.allNote }}</p><form method="post"><input type="hidden" name="act" value="all"><input type="hidden" name="once" value="{{ once }}"><input type="hidden" name="shown" value="{{ language }}"><button>{{ words.allButton }}</button></form></section>`;

const topics = ['recall', 'marketing', 'education'] as const;
const times = ['', 'morning', 'afternoon', 'evening'] as const;
const languages = ['en', 'es'] as const;

async function holder(event: HttpEvent, ports: PreferencePorts): Promise<PatientRecord | undefined> {
  const token = event.pathParameters?.token ?? '';
  const claims = readLink(await ports.linkKey(), token, 'preferences', ports.now());
  return claims && currentRecord(ports.patients, claims.person);
}

const languageOf = ({ patient, preferences }: PatientRecord): Language =>
  preferences?.language ?? patient.language;

const contactOf = ({ patient, preferences }: PatientRecord) => ({
  email: preferences?.stated?.email ?? patient.email ?? '',
  phone: preferences?.stated?.phone ?? patient.phone ?? '',
});

function wordingsOf({ patient }: PatientRecord, language: Language, { practice }: PreferencePorts) {
  return boxWordings(
    language,
    practice.name,
    patient.phone ? phoneText(patient.phone, practice.country) : '-',
  );
}

function show(
  record: PatientRecord,
  ports: PreferencePorts,
  status: number,
  told: { readonly done?: boolean; readonly problem?: boolean },
): HttpReply {
  const language = languageOf(record);
  const words = preferenceWords[language];
  const wordings = wordingsOf(record, language, ports);
  const { patient, preferences } = record;
  const offered = switchedChannels.filter((channel) => channel !== 'text' || patient.phone !== undefined);
  const { email, phone } = contactOf(record);
  return page(status, {
    language,
    title: words.title,
    template,
    values: {
      practice: ports.practice.name,
      words,
      notice: told.done ? words.done : null,
      problem: told.problem ? words.wrong : null,
      once: ports.newId(),
      channels: offered.map((id) => ({ id, text: wordings[id], on: isOn(record, id, ports.now()) })),
      topics: topics.map((id) => ({ id, text: words.topic[id], on: !preferences?.topicsOff?.includes(id) })),
      languages: languages.map((id) => ({ id, text: words.languages[id], on: id === language })),
      times: times.map((id) => ({ id, text: words.times[id], on: id === (preferences?.bestTime ?? '') })),
      email,
      phone: phone ? phoneText(phone, ports.practice.country) : '',
    },
  });
}

/** GET /p/{token}: shows what stands, and changes nothing: scanners open links too (R20). */
export async function showPreferences(event: HttpEvent, ports: PreferencePorts): Promise<HttpReply> {
  const record = await holder(event, ports);
  if (!record) return noLink;
  return show(record, ports, 200, { done: event.queryStringParameters?.done === '1' });
}

function actOf(
  form: URLSearchParams,
  event: HttpEvent,
  record: PatientRecord,
  ports: PreferencePorts,
): PageAct {
  const shown = languages.find((one) => one === form.get('shown')) ?? languageOf(record);
  const { sourceIp, userAgent } = event.requestContext.http;
  const once = (form.get('once') ?? '').slice(0, 100);
  return {
    once: sha256(`${record.patient.id} ${once || ports.newId()}`).slice(0, 24),
    seller: ports.practice.name,
    language: shown,
    version: wordingVersion,
    ip: sourceIp,
    userAgent: userAgent?.slice(0, 300),
    wordings: wordingsOf(record, shown, ports),
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
  return changed ? { ...stated, at: now } : undefined;
}

async function askStaff(record: PatientRecord, act: PageAct, ports: PreferencePorts): Promise<void> {
  const id = sha256(`stated ${act.once}`).slice(0, 24);
  const { patient } = record;
  const { zone } = locationOf(ports.practice, patient.location);
  await ports.outreach.addTask({
    id,
    touchId: id,
    patientId: patient.id,
    location: patient.location,
    kind: 'address',
    dueOn: localDay(act.now, zone),
    why: 'the patient gave other contact details on their page: check them and correct them in your own system',
    state: 'open',
  });
}

function preferencesIn(
  form: URLSearchParams,
  record: PatientRecord,
  stated: StatedContact | undefined,
  now: string,
): Preferences {
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
    at: now,
    by: 'patient',
  };
}

/** POST /p/{token}: saves what changed, each change of a channel as a consent event; or ends everything. The same again changes nothing. */
export async function changePreferences(event: HttpEvent, ports: PreferencePorts): Promise<HttpReply> {
  const record = await holder(event, ports);
  if (!record) return noLink;
  const form = new URLSearchParams(bodyBytes(event).toString().slice(0, 10_000));
  const act = actOf(form, event, record, ports);
  if (form.get('act') === 'all') {
    for (const one of unsubscribedFromAll(record, act)) await ports.patients.addConsent(one);
  } else {
    const given = statedIn(form, ports.practice);
    if (!given) return show(record, ports, 422, { problem: true });
    const wanted = new Set(form.getAll('channel') as SwitchedChannel[]);
    for (const one of switched(record, wanted, act)) await ports.patients.addConsent(one);
    const stated = changedContact(record, given, act.now);
    if (stated) await askStaff(record, act, ports);
    const wishes = preferencesIn(form, record, stated, act.now);
    // How they stood, with the language that the patient's messages were in.
    const before = { ...record.preferences, language: languageOf(record) };
    for (const one of preferenceEvents(before, wishes, act.once))
      await ports.patients.addPreferenceEvent(one);
    await ports.patients.savePreferences(wishes);
  }
  return { statusCode: 303, headers: { location: `${event.rawPath}?done=1`, 'cache-control': 'no-store' } };
}
