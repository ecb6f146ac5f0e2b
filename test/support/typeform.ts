import { createHmac } from 'node:crypto';

/** The secret that journeys give to `src_typeform`. */
export const typeformSecret = 'a secret of the journeys';

export interface FormAnswers {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly message: string;
  /** Makes the delivery another one. */
  readonly token: string;
}

function answers(form: FormAnswers): object[] {
  const text = (ref: string, value: string) => ({
    type: 'text',
    text: value,
    field: { id: ref, type: 'short_text', ref },
  });
  return [
    text('full_name', form.name),
    ...(form.email
      ? [{ type: 'email', email: form.email, field: { id: 'e', type: 'email', ref: 'email' } }]
      : []),
    ...(form.phone
      ? [
          {
            type: 'phone_number',
            phone_number: form.phone,
            field: { id: 'p', type: 'phone_number', ref: 'phone' },
          },
        ]
      : []),
    text('message', form.message),
  ];
}

/** A request as Typeform sends it, signed. */
export function typeformRequest(form: FormAnswers, secret = typeformSecret): RequestInit {
  const body = JSON.stringify({
    event_id: `event-${form.token}`,
    event_type: 'form_response',
    form_response: { form_id: 'lT4Z3j', token: form.token, answers: answers(form) },
  });
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  return {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'typeform-signature': `sha256=${signature}` },
  };
}
