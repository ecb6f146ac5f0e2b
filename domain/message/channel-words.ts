import type { Channel, Language } from '../inquiry/inquiry.ts';

/** A channel in words: the thing itself, and with its article as a sentence begins with it. No letter in them doubles the price of a text. */
interface ChannelWords {
  readonly channel: string;
  readonly what: string;
}

const words: Readonly<Record<Language, Readonly<Record<Channel, ChannelWords>>>> = {
  en: {
    'web-form': { channel: 'web form', what: 'A web form' },
    email: { channel: 'e-mail', what: 'An e-mail' },
    sms: { channel: 'text message', what: 'A text message' },
    phone: { channel: 'phone call', what: 'A phone call' },
    messenger: { channel: 'Messenger', what: 'A message on Messenger' },
    instagram: { channel: 'Instagram', what: 'A message on Instagram' },
    whatsapp: { channel: 'WhatsApp', what: 'A message on WhatsApp' },
    'walk-in': { channel: 'visit in person', what: 'A visit in person' },
  },
  es: {
    'web-form': { channel: 'formulario web', what: 'Un formulario web' },
    email: { channel: 'correo', what: 'Un correo' },
    sms: { channel: 'mensaje de texto', what: 'Un mensaje de texto' },
    phone: { channel: 'llamada', what: 'Una llamada' },
    messenger: { channel: 'Messenger', what: 'Un mensaje de Messenger' },
    instagram: { channel: 'Instagram', what: 'Un mensaje de Instagram' },
    whatsapp: { channel: 'WhatsApp', what: 'Un mensaje de WhatsApp' },
    'walk-in': { channel: 'visita en persona', what: 'Una visita en persona' },
  },
};

/** How a message came, in words for the staff. */
export const channelWords = (channel: Channel, language: Language): ChannelWords => words[language][channel];
