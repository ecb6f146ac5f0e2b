import type { SwitchedChannel } from '../../domain/consent/preference-change.ts';
import type { Language } from '../../domain/inquiry/inquiry.ts';

/** Changes with any word beside a box: consent events name it (R68). */
export const wordingVersion = 'preferences-2';

const en = {
  title: 'Your preferences',
  intro: 'Choose how and about what we write to you. Answers to what you write to us always reach you.',
  channels: 'How we may invite you back',
  topics: 'About what',
  topic: {
    recall: 'When it is time for my next visit',
    marketing: 'Offers',
    education: 'Tips and information',
  },
  language: 'Language',
  languages: { en: 'English', es: 'Español' },
  bestTime: 'Best time to reach me',
  times: { '': 'Any time', morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening' },
  details: 'My contact details',
  detailsNote:
    'Fill in only what has changed. We check a change before we use it. A new number gets no texts until you agree to them.',
  known: 'now',
  textsBy:
    'Texts are agreed to from your phone, not on this page: text us START if you had stopped them, or ask us at your next visit.',
  unused: 'Texts: you agreed to them, but they are not in use. ',
  noTexts: {
    'no-number': 'We have no phone number of yours: give one below, and we check it.',
    waiting:
      'Texts: you ticked them in our form and have not confirmed it yet. Press the button on the page that we sent to your phone, or answer our question by text with YES.',
    wording:
      'What you agreed to does not name us, or was not in writing. Agree in our form, or ask us at your next visit.',
    carrier: 'Your phone company takes no texts from us. Text us START if that has changed.',
    whose: 'We hold texts back until we know that this number is still yours: please tell us.',
    'not-set-up': 'We send no such texts at present.',
    abroad: 'The rules of your country do not let us send you such texts.',
    wish: 'You asked us not to text you.',
    other: 'At present we send you none. Ask us if you would like to know why.',
  },
  onlyReminders: 'Texts: you agreed to reminders of your next visit, and to nothing else.',
  email: 'E-mail address',
  phone: 'Phone number',
  save: 'Save',
  all: 'Stop everything',
  allNote: 'No more invitations or offers by any channel, and no more texts.',
  allButton: 'Unsubscribe from everything',
  done: 'Your preferences are saved.',
  never: 'Never contact me by',
  neverNote:
    'This also ends reminders of appointments by it. Only what keeps you safe still comes. To allow a way again, call us or tell us at your next visit.',
  neverBy: { 'no-call': 'Calls', 'no-text': 'Texts', 'no-post': 'Post' },
  noWay:
    'No way to contact you would be left, so nothing has been changed. Leave one, or unsubscribe from everything below.',
  moved: 'Saved. Something had been changed in another way meanwhile, and stays so: please look at it below.',
  old: 'This page was no longer up to date, and nothing has been changed. Here it is again: please choose and save.',
  wrong: 'This address or number cannot be right. Please correct it; nothing has been changed.',
} as const;

type Words = {
  readonly [K in keyof typeof en]: (typeof en)[K] extends string
    ? string
    : { readonly [N in keyof (typeof en)[K]]: string };
};

const es: Words = {
  title: 'Sus preferencias',
  intro: 'Elija cómo y sobre qué le escribimos. Las respuestas a lo que nos escriba siempre le llegarán.',
  channels: 'Cómo podemos invitarle a volver',
  topics: 'Sobre qué',
  topic: {
    recall: 'Cuando sea hora de mi próxima visita',
    marketing: 'Ofertas',
    education: 'Consejos e información',
  },
  language: 'Idioma',
  languages: { en: 'English', es: 'Español' },
  bestTime: 'Mejor momento para contactarme',
  times: { '': 'Cualquiera', morning: 'Mañana', afternoon: 'Tarde', evening: 'Noche' },
  details: 'Mis datos de contacto',
  detailsNote:
    'Complete solo lo que ha cambiado. Revisamos cada cambio antes de usarlo. Un número nuevo no recibe mensajes hasta que usted los acepte.',
  known: 'ahora',
  textsBy:
    'Los mensajes de texto se aceptan desde su teléfono, no en esta página: escríbanos START si los había detenido, o pregúntenos en su próxima visita.',
  unused: 'Mensajes de texto: usted los aceptó, pero no están en uso. ',
  noTexts: {
    'no-number': 'No tenemos un teléfono suyo: indíquelo abajo, y lo revisamos.',
    waiting:
      'Mensajes de texto: los marcó en nuestro formulario y aún no lo confirmó. Pulse el botón en la página que enviamos a su teléfono, o responda SI a nuestra pregunta por mensaje.',
    wording:
      'Lo que aceptó no nos nombra, o no fue por escrito. Acéptelos en nuestro formulario, o pregúntenos en su próxima visita.',
    carrier: 'Su compañía telefónica no acepta mensajes nuestros. Escríbanos START si eso cambió.',
    whose: 'No enviamos mensajes hasta saber que este número sigue siendo suyo: díganoslo, por favor.',
    'not-set-up': 'Por ahora no enviamos mensajes de este tipo.',
    abroad: 'Las normas de su país no nos permiten enviarle estos mensajes.',
    wish: 'Usted nos pidió no enviarle mensajes de texto.',
    other: 'Por ahora no le enviamos ninguno. Pregúntenos si quiere saber por qué.',
  },
  onlyReminders: 'Mensajes de texto: usted aceptó recordatorios de su próxima visita, y nada más.',
  email: 'Correo electrónico',
  phone: 'Teléfono',
  save: 'Guardar',
  all: 'Detener todo',
  allNote: 'No más invitaciones ni ofertas por ningún medio, ni mensajes de texto.',
  allButton: 'Cancelar todas las suscripciones',
  done: 'Sus preferencias están guardadas.',
  never: 'Nunca me contacten por',
  neverNote:
    'También terminan por esa vía los recordatorios de citas. Solo llega lo que le protege. Para permitirla de nuevo, llámenos o díganoslo en su próxima visita.',
  neverBy: { 'no-call': 'Llamadas', 'no-text': 'Mensajes de texto', 'no-post': 'Correo postal' },
  noWay:
    'No quedaría ninguna vía para contactarle, así que no se cambió nada. Deje una, o cancele todo más abajo.',
  moved: 'Guardado. Algo se había cambiado de otra manera mientras tanto, y queda así: revíselo abajo.',
  old: 'Esta página ya no estaba al día, y no se cambió nada. Aquí está de nuevo: elija y guarde, por favor.',
  wrong: 'Este correo o teléfono no puede ser correcto. Corríjalo, por favor; no se cambió nada.',
};

export const preferenceWords: Readonly<Record<Language, Words>> = { en, es };

/** The words beside each box, which are what is agreed to (R43). */
export function boxWordings(
  language: Language,
  practice: string,
  phone: string,
): Readonly<Record<SwitchedChannel | 'all', string>> {
  if (language === 'es')
    return {
      email: `Acepto recibir por correo electrónico invitaciones y ofertas de ${practice}.`,
      text: `Acepto recibir mensajes de texto recurrentes de marketing de ${practice} a mi número ${phone}. El consentimiento no es condición de compra. La frecuencia varía. Pueden aplicar tarifas de mensajes y datos. Responda ALTO para no recibir más, AYUDA para ayuda.`,
      call: `${practice} puede llamarme cuando sea hora de mi próxima visita.`,
      letter: `${practice} puede escribirme por correo postal.`,
      all: `No deseo más invitaciones ni ofertas de ${practice} por ningún medio, ni mensajes de texto.`,
    };
  return {
    email: `I agree to receive invitations and offers from ${practice} by e-mail.`,
    text: `I agree to receive recurring marketing texts from ${practice} at my number ${phone}. Consent is not a condition of purchase. Msg frequency varies. Msg & data rates may apply. Reply STOP to opt out, HELP for help.`,
    call: `${practice} may call me when it is time for my next visit.`,
    letter: `${practice} may write to me by post.`,
    all: `I want no more invitations or offers from ${practice} by any channel, and no more texts.`,
  };
}
