import { sentence } from './page.ts';

/** What the patient's own page says, and how it is laid out. */
export const words = {
  en: {
    title: 'Your message',
    said: 'What you wrote',
    both: 'What you and we wrote',
    us: 'We wrote',
    you: 'You wrote',
    promised: 'A person will answer you by',
    answered: 'A person has answered you.',
    closed: 'This conversation is closed. If you need us, write below or call.',
    urgent: 'Our clinical team has your message.',
    add: 'Add something',
    send: 'Send',
    ask: 'You need no answer any more?',
    withdraw: 'I need no answer any more',
    done: 'We have it.',
    call: 'Call us',
    emergency: 'If this may be an emergency, call',
    empty: 'Write something first.',
    agree: 'You ticked this. It counts once you confirm it here:',
    confirm: 'Yes, I agree',
    over: 'This can no longer be confirmed. Tick it again in the form, or tell us.',
  },
  es: {
    title: 'Su mensaje',
    said: 'Lo que escribió',
    both: 'Lo que escribimos usted y nosotros',
    us: 'Nosotros escribimos',
    you: 'Usted escribió',
    promised: 'Una persona le responderá a más tardar',
    answered: 'Una persona ya le respondió.',
    closed: 'Esta conversación está cerrada. Si nos necesita, escriba abajo o llame.',
    urgent: 'Nuestro equipo clínico tiene su mensaje.',
    add: 'Agregar algo',
    send: 'Enviar',
    ask: '¿Ya no necesita respuesta?',
    withdraw: 'Ya no necesito respuesta',
    done: 'Lo recibimos.',
    call: 'Llámenos',
    emergency: 'Si puede ser una emergencia, llame al',
    empty: 'Escriba algo primero.',
    agree: 'Usted marcó esto. Vale cuando lo confirme aquí:',
    confirm: 'Sí, acepto',
    over: 'Esto ya no se puede confirmar. Márquelo de nuevo en el formulario, o díganos.',
  },
} as const;

export const template = `
<h1>{{ practice }}: {{ title }}</h1>
{% if notice %}<section class="note" role="status"><strong>{{ notice }}</strong></section>{% endif %}
{% if problem %}<section class="problem" role="alert"><strong>{{ problem }}</strong></section>{% endif %}
<section><p><strong>{{ state }}</strong></p>
<p><a class="call" href="tel:{{ phoneLink }}">{{ words.call }}: {{ phone }}</a></p>
<p>{{ words.emergency }} <a href="tel:{{ emergency }}">{{ emergency }}</a>.</p></section>
<h2>{% if answeredBy %}{{ words.both }}{% else %}{{ words.said }}{% endif %}</h2>
<section>{% for one in said %}{% if answeredBy %}<p>{% if one.ours %}{{ words.us }}{% else %}{{ words.you }}{% endif %}</p>{% endif %}<blockquote{% if one.ours %} class="ours"{% endif %}>{{ one.text }}</blockquote>{% endfor %}</section>
{% for one in waiting %}<section><p>{{ words.agree }}</p><blockquote>{{ one.text }}</blockquote><form method="post"><input type="hidden" name="act" value="confirm"><input type="hidden" name="consent" value="{{ one.id }}"><button class="main">{{ words.confirm }}</button></form></section>
{% endfor %}<section><form method="post"><input type="hidden" name="act" value="add"><input type="hidden" name="once" value="{{ once }}">
<label for="text">{{ words.add }}</label><textarea id="text" name="text" rows="4" maxlength="5000" required></textarea>
<button class="main">{{ words.send }}</button></form></section>
{% if open %}<section><form method="post"><input type="hidden" name="act" value="withdraw"><p>{{ words.ask }}</p><button>{{ words.withdraw }}</button></form></section>{% endif %}`;

export const noLink = sentence(
  404,
  'This link does not work',
  'It has expired, or it is not complete. Call us, or write to us again. / Este enlace no funciona: llámenos o escríbanos de nuevo.',
);
