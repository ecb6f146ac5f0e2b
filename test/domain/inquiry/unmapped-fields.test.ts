import { describe, expect, test } from '@jest/globals';
import { decode } from '../../../domain/inquiry/decode.ts';
import { type Mapped, mapRequest } from '../../../domain/inquiry/map-request.ts';
import { arrivalsOf, sourceOf } from '../../support/register-request.ts';
import { fixtures } from '../../support/sender-fixtures.ts';

const arrivalOf = async (id: string, body: object) =>
  (await arrivalsOf({ ...sourceOf(id), decoder: 'json' }, JSON.stringify(body)))[0];

const white = 'my lip turned white and numb since the filler';
const typeform = (more: object) => ({
  event_type: 'form_response',
  form_response: {
    form_id: 'a1',
    token: 't1',
    definition: {
      title: 'Emergency contact',
      fields: [{ id: 'q1', title: 'Do you have trouble breathing?' }],
    },
    answers: [
      { type: 'email', email: 'jordan@example.com', field: { id: 'q2', type: 'email', ref: 'email' } },
      { type: 'text', text: 'Please call me', field: { id: 'q1', type: 'long_text', ref: 'message' } },
      more,
    ],
  },
});

describe('what stands in a field that no rule reads', () => {
  test.each([
    [
      'src_wpforms',
      { fields: {}, name: 'Jordan', email: 'j@example.com', message: 'Please call me', comments: white },
    ],
    ['src_wpforms', { email: 'j@example.com', message: 'Please call me', current_symptoms: white }],
    ['src_cf7', { 'your-email': 'j@example.com', 'your-message': 'Please call me', 'textarea-2': white }],
    [
      'src_typeform',
      typeform({ type: 'text', text: white, field: { id: 'q3', type: 'long_text', ref: 'concern' } }),
    ],
    [
      'src_elementor',
      {
        form: { id: 'f', name: 'Emergency' },
        fields: {
          email: { id: 'email', type: 'email', title: 'Email', value: 'j@example.com' },
          message: { id: 'message', type: 'textarea', title: 'Message', value: 'Please call me' },
          other: { id: 'other', type: 'textarea', title: 'Concern', value: white, raw_value: white },
        },
      },
    ],
  ])('%s: it is checked and shown', async (id, body) => {
    const found = await arrivalOf(id, body);
    expect(found).toMatchObject({ text: 'Please call me', assessment: { level: 'E1' } });
    expect(Object.values(found?.details ?? {})).toContain(white);
  });

  test('a lead’s own questions are read too', async () => {
    const lead = {
      field_data: [
        { name: 'email', values: ['j@example.com'] },
        { name: 'what_is_your_concern', values: [white] },
      ],
    };
    const body = { entry: [{ id: 'p', changes: [{ field: 'leadgen', value: { leadgen_id: '17' } }] }] };
    const [found] = await arrivalsOf(sourceOf('src_leads'), JSON.stringify(body), 'application/json', {
      lead: async () => lead,
    });
    expect(found).toMatchObject({
      assessment: { level: 'E1' },
      details: { what_is_your_concern: white },
    });
  });

  test('is the message where nothing stands in the field of the message', async () => {
    const found = await arrivalOf('src_wpforms', { email: 'j@example.com', message: '', symptoms: white });
    expect(found).toMatchObject({ text: `symptoms: ${white}`, assessment: { level: 'E1' } });
    expect(found?.review).toBeUndefined();
  });

  test('is no name, id or title that the form gives itself', async () => {
    const found = await arrivalOf('src_typeform', typeform({}));
    expect(found?.assessment.level).toBe('R');
    expect(found?.details).toBeUndefined();
  });

  test('a red flag behind a long text is found, in a detail and in the message', async () => {
    const long = `${'x '.repeat(3000)} my throat is closing`;
    const asDetail = await arrivalOf('src_wpforms', {
      email: 'j@example.com',
      message: 'Hi',
      treatments: long,
    });
    expect(asDetail?.assessment.level).toBe('E0');
    const message = `${'well then '.repeat(3000)} my throat is closing`;
    expect((await arrivalOf('src_wpforms', { email: 'j@example.com', message }))?.assessment.level).toBe(
      'E0',
    );
  });

  test('more than an item of the table can hold is checked, and not kept', async () => {
    const fields = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`note ${index}`, `${index} well `.repeat(700)]),
    );
    const found = await arrivalOf('src_wpforms', {
      email: 'j@example.com',
      message: 'Hi',
      ...fields,
      last: white,
    });
    expect(found?.assessment.level).toBe('E1');
    expect(Object.values(found?.details ?? {}).join('').length).toBeLessThanOrEqual(40_000);
  });

  test('of the senders that are recorded nothing is shown that no person wrote', async () => {
    const shown: Record<string, unknown> = {};
    for (const { name, source: id, rawBody, headers, path } of fixtures) {
      const source = sourceOf(id);
      const contentType = headers['content-type'] ?? '';
      const request = await decode(source, { body: Buffer.from(rawBody), contentType, headers, path });
      for (const mapped of mapRequest(source, request, 'US') as readonly Mapped[])
        if ('message' in mapped) shown[name] = mapped.message.details ?? {};
    }
    expect(shown).toMatchInlineSnapshot(`
{
  "aws-sms-two-way-sns": {},
  "contact-form-7": {
    "Treatments": "Lip filler, Botox",
  },
  "elementor-pro": {
    "Page": "https://www.lakeside-aesthetics.example.com/contact/?utm_source=google",
    "Treatments": "Lip filler, Botox",
  },
  "elementor-pro-advanced": {
    "Page": "https://www.lakeside-aesthetics.example.com/contact/",
  },
  "gravity-forms": {
    "Treatments": "Lip filler, Botox",
  },
  "jotform": {
    "Best time": "Afternoon",
    "Treatments": "Lip filler, Botox",
  },
  "meta-messenger": {},
  "netlify": {
    "Page": "https://www.lakeside-aesthetics.example.com/contact/",
  },
  "standard-webhooks": {},
  "twilio-sms": {},
  "twilio-voice-status": {},
  "typeform": {
    "Treatments": "Lip filler, Botox",
  },
  "webflow": {},
  "wpforms": {
    "Treatments": "Lip filler, Botox",
  },
  "zapier": {
    "Form": "Squarespace contact form",
  },
}
`);
  });
});
