import { type KnownOfAddress, nothingKnown } from '../../domain/consent/known-of-address.ts';
import { type Arrival, messageCame } from '../../domain/inquiry/arrival.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { memoryInquiries } from '../../simulation/memory-inquiries.ts';
import { assess, downtown, fridayMorning, lakeside, rules, staffMember } from './lakeside.ts';

/** One inquiry over plain values, on which staff act; nothing plans by itself. */
export async function oneInquiry(text: string, changes: Partial<Arrival> = {}) {
  const inquiries = memoryInquiries();
  const woken: string[] = [];
  const started: string[] = [];
  const escalations = {
    start: async (id: string, run: number) => void started.push(`${id}-${run}`),
    wake: async (token: string) => void woken.push(token),
  };
  const ports = {
    inquiries,
    escalations,
    rules: rules.value,
    policyVersion: rules.version,
    practice: lakeside.identity,
    law: lakeside.law,
    known: async (): Promise<KnownOfAddress> => nothingKnown,
  };
  const arrival = (id: string, words: string): Arrival => ({
    ...messageCame({
      id: id.padEnd(24, 'x'),
      receivedAt: fridayMorning,
      channel: 'web-form',
      source: 'src_typeform',
      location: downtown,
      contact: { email: 'somebody@example.com' },
      addressKeys: ['somebody'],
      text: words,
      language: 'en',
      assessment: assess(words),
    }),
    ...changes,
  });
  const write = (
    id: string,
    words: string,
    now = fridayMorning,
    more: Partial<Arrival> = {},
  ): Promise<string> =>
    registerMessage({ ...arrival(id, words), ...more }, { inquiries, escalations, rules, now });
  const inquiryId = await write('first', text);
  return {
    ports,
    inquiries,
    started,
    woken,
    write,
    now: (): Inquiry => inquiries.all()[0] as Inquiry,
    by: (staff: string, now = fridayMorning) => ({ inquiryId, by: staffMember(staff), now }),
  };
}

export const emergencyWords = 'my lip turned white and it hurts';
