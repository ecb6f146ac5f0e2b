import { createHmac } from 'node:crypto';
import type { DemoPerson } from './people.ts';

/** Secrets of the demo's sources: made up, and the ones that the recorded requests of the senders are signed with. */
export const demoSecrets: Readonly<Record<string, string>> = {
  src_typeform: 'tf_test_5d0c6a0b1e2f4c7d',
  src_gravity: 'gf_test_bearer_9a7c',
  src_elementor: 'el_test_url_token_77aa',
  src_generic: 'whsec_c3RhbmRhcmQtd2ViaG9va3MtdGVzdC1zZWNyZXQtMDE=',
  src_jotform: 'jf_test_url_token_1b9d',
  src_wpforms: 'wpf_test_8b1f0c5d2e',
  src_cf7: 'cf7_test_header_44e2',
  src_webflow: 'wf_test_2f7e1d9c8b6a5043',
  src_netlify: 'nl_test_jws_secret_a81f',
  src_zapier: 'zap_test_header_token_19ab',
  src_twilio_sms: 'tw_test_auth_token_0123456789abcdef',
  src_twilio_voice: 'tw_test_auth_token_0123456789abcdef',
  src_meta: 'meta_test_app_secret_7e6d5c4b',
};
/** The tokens of challenges, where a source has a handshake. */
export const demoHandshakes: Readonly<Record<string, string>> = { src_meta: 'meta_test_verify_token' };

export interface FormRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Form = (person: DemoPerson, message: string, id: string, now: number) => FormRequest;

const json = { 'content-type': 'application/json' };
const name = ({ first, last }: DemoPerson): string => `${first} ${last}`;

const typeform: Form = (person, message, id) => {
  const answer = (ref: string, type: string, key: string, value: string) => ({
    type,
    [key]: value,
    field: { ref, type },
  });
  const body = JSON.stringify({
    event_id: `demo-${id}`,
    event_type: 'form_response',
    form_response: {
      token: `demo-${id}`,
      answers: [
        answer('full_name', 'text', 'text', name(person)),
        answer('email', 'email', 'email', person.email),
        answer('phone', 'phone_number', 'phone_number', person.phone),
        answer('message', 'text', 'text', message),
      ],
    },
  });
  const signature = createHmac('sha256', demoSecrets.src_typeform ?? '')
    .update(body)
    .digest('base64');
  return {
    path: '/v1/hooks/src_typeform',
    headers: { ...json, 'typeform-signature': `sha256=${signature}` },
    body,
  };
};

const gravity: Form = (person, message, id) => ({
  path: '/v1/hooks/src_gravity',
  headers: { ...json, authorization: `Bearer ${demoSecrets.src_gravity}` },
  body: JSON.stringify({
    id,
    form_id: '3',
    '1.3': person.first,
    '1.6': person.last,
    '2': person.email,
    '3': person.phone,
    '5': message,
  }),
});

const elementor: Form = (person, message) => ({
  path: `/v1/hooks/src_elementor?token=${demoSecrets.src_elementor}`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({
    Name: name(person),
    Email: person.email,
    Phone: person.phone,
    Message: message,
  }).toString(),
});

const standard: Form = (person, message, id, now) => {
  const timestamp = String(Math.floor(now / 1000));
  const body = JSON.stringify({
    type: 'inquiry.created',
    data: { name: name(person), email: person.email, phone: person.phone, message },
  });
  const key = Buffer.from((demoSecrets.src_generic ?? '').slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`demo-${id}.${timestamp}.${body}`).digest('base64');
  return {
    path: '/v1/hooks/src_generic',
    headers: {
      ...json,
      'webhook-id': `demo-${id}`,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  };
};

/** A request as one of the demo's senders would make it. */
export const forms: readonly Form[] = [typeform, typeform, gravity, elementor, standard];
