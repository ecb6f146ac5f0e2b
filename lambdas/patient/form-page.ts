import type { Language } from '../../domain/inquiry/inquiry.ts';
import type { HttpReply } from '../kit/http.ts';
import { formWords } from './form-words.ts';
import { page } from './page.ts';

export interface FormField {
  readonly value: string;
  readonly error: string | null;
}

export interface FormPageContent {
  readonly language: Language;
  readonly practice: string;
  readonly location: string;
  readonly intro: string;
  readonly emergency: string;
  readonly token: string;
  readonly fields: Readonly<Record<'name' | 'phone' | 'email' | 'message' | 'bestTime', FormField>>;
  readonly doctor: boolean;
  readonly consents: readonly { readonly name: string; readonly wording: string; readonly ticked: boolean }[];
  readonly privacyUrl: string | null;
  readonly termsUrl: string | null;
  /** Origins that may show it in a frame. */
  readonly websites: readonly string[];
  readonly path: string;
}

const input = (name: string, type: string, extra: string): string => `
<p><label for="${name}">{{ words.${name} }}</label>
<input id="${name}" name="${name}" type="${type}" value="{{ fields.${name}.value }}" ${extra}{% if fields.${name}.error %} aria-invalid="true" aria-describedby="${name}-error"{% endif %}>
{% if fields.${name}.error %}<span class="error" id="${name}-error">{{ fields.${name}.error }}</span>{% endif %}</p>`;

const template = `
<p class="language"><a href="{{ path }}?lang={{ otherLanguage }}" hreflang="{{ otherLanguage }}" lang="{{ otherLanguage }}">{{ words.other }}</a></p>
<h1>{{ practice }}: {{ title }}</h1>
<p>{{ location }}. {{ intro }}</p>
<p><strong>{{ emergency }}</strong></p>
{% if errors.size > 0 %}<section class="problem" role="alert"><strong>{{ words.wrong }}</strong><ul>{% for error in errors %}<li><a href="#{{ error.field }}">{{ error.text }}</a></li>{% endfor %}</ul></section>{% endif %}
<form method="post" action="{{ path }}?lang={{ language }}" novalidate>
<input type="hidden" name="token" value="{{ token }}">
<p class="away" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" tabindex="-1" autocomplete="off"></p>
<section>
${input('name', 'text', 'autocomplete="name" maxlength="200" required')}
<p id="reach">{{ words.reach }}</p>
${input('phone', 'tel', 'autocomplete="tel" maxlength="40" aria-describedby="reach"')}
${input('email', 'email', 'autocomplete="email" maxlength="254" aria-describedby="reach"')}
<p><label for="message">{{ words.message }}</label>
<textarea id="message" name="message" rows="6" maxlength="10000" required{% if fields.message.error %} aria-invalid="true" aria-describedby="message-error"{% endif %}>{{ fields.message.value }}</textarea>
{% if fields.message.error %}<span class="error" id="message-error">{{ fields.message.error }}</span>{% endif %}</p>
${input('bestTime', 'text', 'maxlength="200"')}
<p class="box"><input type="checkbox" id="doctor" name="doctor" value="yes"{% if doctor %} checked{% endif %}><label for="doctor">{{ words.doctor }}</label></p>
</section>
<section><fieldset><legend>{{ words.consents }}</legend>
{% for consent in consents %}<p class="box"><input type="checkbox" id="{{ consent.name }}" name="{{ consent.name }}" value="yes"{% if consent.ticked %} checked{% endif %}><label for="{{ consent.name }}">{{ consent.wording }}</label></p>{% endfor %}
<p>{% if privacyUrl %}<a href="{{ privacyUrl }}" rel="noopener" target="_blank">{{ words.privacy }}</a>{% endif %} {% if termsUrl %}<a href="{{ termsUrl }}" rel="noopener" target="_blank">{{ words.terms }}</a>{% endif %}</p>
</fieldset></section>
<button class="main">{{ words.send }}</button>
</form>`;

/** The practice's own form. Consent boxes are never ticked by us, each stands alone, and none is needed to send (R43). */
export function formPage(status: number, content: FormPageContent): HttpReply {
  const { language, fields } = content;
  const words = formWords[language];
  const errors = Object.entries(fields).flatMap(([field, { error }]) =>
    error ? [{ field, text: error }] : [],
  );
  const otherLanguage = language === 'en' ? 'es' : 'en';
  const values = { ...content, words, errors, otherLanguage };
  return page(status, { language, title: words.title, template, values, frames: content.websites });
}

const thanks = `<section class="note" role="status"><h1>{{ title }}</h1><p>{{ thanks }}</p><p><strong>{{ emergency }}</strong></p></section>
<p><a href="{{ path }}?lang={{ language }}">{{ words.again }}</a></p>`;

/** What a person sees after sending. */
export function thanksPage(
  content: Pick<FormPageContent, 'language' | 'emergency' | 'websites' | 'path'> & {
    readonly thanks: string;
  },
): HttpReply {
  const words = formWords[content.language];
  return page(200, {
    language: content.language,
    title: words.thanksTitle,
    template: thanks,
    values: { ...content, words },
    frames: content.websites,
  });
}
