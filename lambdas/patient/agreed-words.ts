import type { AddressConsent } from '../../domain/consent/consent-event.ts';
import type { Language } from '../../domain/inquiry/inquiry.ts';

const words = {
  en: {
    thanks: 'Thank you',
    agreed: 'You agreed to get',
    text: { recall: 'reminders by text', all: 'texts' },
    email: { recall: 'reminders by e-mail', all: 'e-mails' },
    from: 'from',
    back: {
      text: 'To take it back, answer any of them with STOP, or call us.',
      email: 'To take it back, use the link at the end of any of them, or call us.',
    },
  },
  es: {
    thanks: 'Gracias',
    agreed: 'Usted aceptó recibir',
    text: { recall: 'recordatorios por mensaje de texto', all: 'mensajes de texto' },
    email: { recall: 'recordatorios por correo electrónico', all: 'correos electrónicos' },
    from: 'de',
    back: {
      text: 'Para retirarlo, responda ALTO a cualquiera de ellos, o llámenos.',
      email: 'Para retirarlo, use el enlace al final de cualquiera de ellos, o llámenos.',
    },
  },
} as const;

/** What somebody has agreed to just now: by which channel, from which brand, and how to take it back (R68). Of them only the first name is said. */
export function agreedText(
  { channel, seller, only }: Pick<AddressConsent, 'channel' | 'seller' | 'only'>,
  about: { readonly language: Language; readonly name?: string | undefined; readonly practice: string },
): string {
  const said = words[about.language];
  const by = channel === 'text' ? 'text' : 'email';
  const first = about.name?.trim().split(/\s+/)[0] ?? '';
  const thanks = first === '' ? `${said.thanks}.` : `${said.thanks}, ${first}.`;
  return `${thanks} ${said.agreed} ${said[by][only ?? 'all']} ${said.from} ${seller ?? about.practice}. ${said.back[by]}`;
}
