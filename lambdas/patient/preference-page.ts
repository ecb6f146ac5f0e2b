import type { AddressConsent } from '../../domain/consent/consent-event.ts';
import type { Law } from '../../domain/consent/law.ts';
import {
  isOn,
  mayAgree,
  type SwitchedChannel,
  switchedChannels,
} from '../../domain/consent/preference-change.ts';
import type { Suppression } from '../../domain/consent/question.ts';
import { grantInForce } from '../../domain/consent/standing.ts';
import type { Language } from '../../domain/inquiry/inquiry.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import type { Outreach } from '../../domain/recall/outreach.ts';
import { whyNoTexts } from '../../domain/recall/usable-texts.ts';
import type { HttpReply } from '../kit/http.ts';
import { page } from './page.ts';
import { boxWordings, preferenceWords } from './preference-words.ts';
import { signPage } from './shown-page.ts';

export interface PreferencePorts {
  readonly patients: Pick<Patients, 'record' | 'addConsent' | 'savePreferences' | 'addPreferenceEvent'>;
  readonly outreach: Pick<Outreach, 'addTask' | 'task'>;
  /** Why nothing is sent to the patient's number, where something happened to it (R10, R14). */
  readonly suppressed: (record: PatientRecord) => Promise<readonly Suppression[]>;
  readonly law: Law;
  /** What was said by the patient's number and mail address, whoever had them (R69). */
  readonly addressConsents: (record: PatientRecord) => Promise<readonly AddressConsent[]>;
  readonly practice: Practice;
  readonly linkKey: () => Promise<string>;
  /** ISO instant. */
  readonly now: () => string;
  readonly newId: () => string;
}

const template = `
<h1>{{ practice }}: {{ words.title }}</h1>
{% if notice %}<section class="note" role="status"><strong>{{ notice }}</strong></section>{% endif %}
{% if problem %}<section class="problem" role="alert"><strong>{{ problem }}</strong></section>{% endif %}
<p>{{ words.intro }}</p>
<form method="post"><input type="hidden" name="act" value="save"><input type="hidden" name="page" value="{{ page }}"><input type="hidden" name="shown" value="{{ language }}">
<section><fieldset><legend><h2>{{ words.channels }}</h2></legend>
{% for box in channels %}<p class="box"><input type="checkbox" id="c-{{ box.id }}" name="channel" value="{{ box.id }}"{% if box.on %} checked{% endif %}{% if texts and box.id == 'text' %} aria-describedby="texts"{% endif %}><label for="c-{{ box.id }}">{{ box.text }}</label></p>{% endfor %}{% if texts %}<p id="texts">{{ texts }}</p>{% endif %}</fieldset></section>
<section><fieldset><legend><h2>{{ words.topics }}</h2></legend>
{% for box in topics %}<p class="box"><input type="checkbox" id="t-{{ box.id }}" name="topic" value="{{ box.id }}"{% if box.on %} checked{% endif %}><label for="t-{{ box.id }}">{{ box.text }}</label></p>{% endfor %}</fieldset></section>
<section><fieldset><legend><h2>{{ words.never }}</h2></legend><p id="never">{{ words.neverNote }}</p>
{% for box in never %}<p class="box"><input type="checkbox" id="n-{{ box.id }}" name="never" value="{{ box.id }}" aria-describedby="never"{% if box.on %} checked disabled{% endif %}><label for="n-{{ box.id }}">{{ box.text }}</label></p>{% endfor %}</fieldset></section>
<section><label for="language">{{ words.language }}</label><select id="language" name="language">{% for choice in languages %}<option value="{{ choice.id }}"{% if choice.on %} selected{% endif %}>{{ choice.text }}</option>{% endfor %}</select>
<label for="bestTime">{{ words.bestTime }}</label><select id="bestTime" name="bestTime">{% for choice in times %}<option value="{{ choice.id }}"{% if choice.on %} selected{% endif %}>{{ choice.text }}</option>{% endfor %}</select></section>
<section><h2>{{ words.details }}</h2><p id="details">{{ words.detailsNote }}</p>
<label for="email">{{ words.email }}{% if email %} ({{ words.known }}: {{ email }}){% endif %}</label><input id="email" name="email" type="email" autocomplete="email" maxlength="254" aria-describedby="details">
<label for="phone">{{ words.phone }}{% if phone %} ({{ words.known }}: {{ phone }}){% endif %}</label><input id="phone" name="phone" type="tel" autocomplete="tel" maxlength="40" aria-describedby="details">
<button class="main">{{ words.save }}</button></section></form>
<section><h2>{{ words.all }}</h2><p>{{ words.allNote }}</p><form method="post"><input type="hidden" name="act" value="all"><input type="hidden" name="page" value="{{ page }}"><input type="hidden" name="shown" value="{{ language }}"><button>{{ words.allButton }}</button></form></section>`;

export const topics = ['recall', 'marketing', 'education'] as const;
/** Ways of contact that a patient may forbid here; allowing one again is a matter of people, as others may read the mail that leads here (R27). */
export const never = {
  'no-call': ['call'],
  'no-text': ['text'],
  'no-post': ['letter', 'postcard'],
} as const;
const neverIds = ['no-call', 'no-text', 'no-post'] as const;

export const times = ['', 'morning', 'afternoon', 'evening'] as const;
export const languages = ['en', 'es'] as const;
export const notices = ['done', 'moved'] as const;

export const languageOf = ({ patient, preferences }: PatientRecord): Language =>
  preferences?.language ?? patient.language;

export const contactOf = ({ patient, preferences }: PatientRecord) => ({
  email: preferences?.stated?.email ?? patient.email ?? '',
  phone: preferences?.stated?.phone ?? patient.phone ?? '',
});

/** Mails are forwarded: whoever opens the link sees enough to recognise what is theirs, and no more. */
const maskedPhone = (phone: string): string => `••• ${phone.slice(-4)}`;
const maskedEmail = (email: string): string => `${email.slice(0, 1)}•••@${email.split('@')[1] ?? ''}`;

export function wordingsOf({ patient }: PatientRecord, language: Language, { practice }: PreferencePorts) {
  return boxWordings(language, practice.name, patient.phone ? maskedPhone(patient.phone) : '-');
}

/** What the page stands for: its words, and the number that they only hint at. */
export const pageOf = (record: PatientRecord, language: Language, ports: PreferencePorts) => ({
  ...wordingsOf(record, language, ports),
  number: record.patient.phone ?? '',
});

const offeredTo = (record: PatientRecord, now: string): readonly SwitchedChannel[] =>
  switchedChannels.filter(
    (channel) =>
      (channel !== 'text' || record.patient.phone !== undefined) &&
      (mayAgree(record, channel) || isOn(record, channel, now)),
  );

interface Shown {
  readonly words: (typeof preferenceWords)[Language];
  readonly offered: readonly SwitchedChannel[];
  readonly on: ReadonlySet<SwitchedChannel>;
}

const onlyReminds = (record: PatientRecord, now: string): boolean =>
  grantInForce(record.consents, {
    channel: 'text',
    purpose: 'marketing',
    use: 'marketing',
    address: record.patient.phone,
    now,
  }) === undefined;

/** What is true of texts beside their box: that they are not in use although they were agreed to, and why; how they are agreed to; or what they are for. */
async function textsNote(
  record: PatientRecord,
  { words, offered, on }: Shown,
  ports: PreferencePorts,
): Promise<string | null> {
  const now = ports.now();
  const suppressed = await ports.suppressed(record);
  const why = whyNoTexts(record, 'recall', { practice: ports.practice, law: ports.law, suppressed, now });
  if (why === 'no-number' || why === 'waiting') return words.noTexts[why];
  if (on.has('text')) {
    if (why === undefined) return onlyReminds(record, now) ? words.onlyReminders : null;
    const reason = why === 'stopped' || why === 'never-agreed' ? 'other' : why;
    return `${words.unused}${words.noTexts[reason]}`;
  }
  return offered.includes('text') ? null : words.textsBy;
}

export interface Told {
  readonly notice?: 'done' | 'moved' | undefined;
  readonly problem?: 'wrong' | 'old' | 'noWay';
}

/** The page as it stands now, with what it carries of itself. */
export async function show(
  record: PatientRecord,
  ports: PreferencePorts,
  status: number,
  told: Told,
): Promise<HttpReply> {
  const language = languageOf(record);
  const words = preferenceWords[language];
  const wordings = wordingsOf(record, language, ports);
  const { patient, preferences } = record;
  const now = ports.now();
  const offered = offeredTo(record, now);
  const on = new Set(offered.filter((channel) => isOn(record, channel, now)));
  const shown = { patientId: patient.id, once: ports.newId(), on };
  const { email, phone } = contactOf(record);
  return page(status, {
    language,
    title: words.title,
    template,
    values: {
      practice: ports.practice.name,
      words,
      notice: told.notice ? words[told.notice] : null,
      problem: told.problem ? words[told.problem] : null,
      page: signPage(await ports.linkKey(), shown, pageOf(record, language, ports), now),
      channels: offered.map((id) => ({ id, text: wordings[id], on: on.has(id) })),
      topics: topics.map((id) => ({ id, text: words.topic[id], on: !preferences?.topicsOff?.includes(id) })),
      never: neverIds.map((id) => ({
        id,
        text: words.neverBy[id],
        on: never[id].every((channel) => preferences?.forbids?.includes(channel)),
      })),
      languages: languages.map((id) => ({ id, text: words.languages[id], on: id === language })),
      times: times.map((id) => ({ id, text: words.times[id], on: id === (preferences?.bestTime ?? '') })),
      texts: await textsNote(record, { words, offered, on }, ports),
      email: email && maskedEmail(email),
      phone: phone && maskedPhone(phone),
    },
  });
}
