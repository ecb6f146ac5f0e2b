/** Requests of senders that no recorded fixture shows, in the shapes that their vendors document. The people are invented. */
export interface PresetRequest {
  readonly preset: string;
  readonly contentType?: string;
  readonly body: string;
  /** The sender's key of the request, and what each of its messages says. */
  readonly key: string | undefined;
  readonly messages: readonly (object | 'ignored')[];
}

const json = (value: unknown): string => JSON.stringify(value);
const jordan = { name: 'Jordan Avery', email: 'jordan.avery@example.com', phone: '+15125550143' };
const question = 'Does it hurt?';
const asked = { contact: jordan, text: question };

const claims = (payload: object): string =>
  ['{"alg":"RS256"}', json(payload), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

const whatsapp = {
  id: '1029',
  changes: [
    {
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15125550110', phone_number_id: '1090' },
        contacts: [
          { profile: { name: 'Somebody Else' }, wa_id: '15125550199' },
          { profile: { name: 'Jordan Avery' }, wa_id: '15125550143' },
        ],
        messages: [
          {
            from: '15125550143',
            id: 'wamid.A',
            timestamp: '1795190712',
            type: 'text',
            text: { body: question },
          },
        ],
      },
    },
    {
      field: 'messages',
      value: { metadata: { phone_number_id: '1090' }, statuses: [{ id: 'wamid.0', status: 'read' }] },
    },
  ],
};
const onWhatsapp = {
  contact: {
    name: 'Jordan Avery',
    phone: '+15125550143',
    account: { channel: 'whatsapp', person: '15125550143', page: '1090' },
  },
  text: question,
};

const wixData = {
  id: 'wix-1',
  entityFqdn: 'wix.forms.v4.submission',
  createdEvent: {
    entity: {
      id: 'e1',
      submissions: {
        first_name_a1: 'Jordan',
        last_name_b2: 'Avery',
        email_c3: 'jordan.avery@example.com',
        phone_d4: '(512) 555-0143',
        long_answer_e5: question,
      },
    },
  },
};

export const presetRequests: readonly PresetRequest[] = [
  {
    preset: 'tally',
    body: json({
      eventId: 'ev-1',
      eventType: 'FORM_RESPONSE',
      data: {
        formName: 'Consultation',
        fields: [
          { key: 'q1', label: 'Name', type: 'INPUT_TEXT', value: 'Jordan Avery' },
          { key: 'q2', label: 'Email', type: 'INPUT_EMAIL', value: 'jordan.avery@example.com' },
          { key: 'q3', label: 'Phone', type: 'INPUT_PHONE_NUMBER', value: '+15125550143' },
          { key: 'q4', label: 'Question', type: 'TEXTAREA', value: question },
          {
            key: 'q5',
            label: 'Treatments',
            type: 'CHECKBOXES',
            value: ['o2', 'o3'],
            options: [
              { id: 'o1', text: 'Peel' },
              { id: 'o2', text: 'Botox' },
              { id: 'o3', text: 'Lip filler' },
            ],
          },
        ],
      },
    }),
    key: 'ev-1',
    messages: [{ ...asked, details: { Form: 'Consultation', Treatments: 'Botox, Lip filler' } }],
  },
  {
    preset: 'fillout',
    body: json({
      formId: 'f1',
      formName: 'Consultation',
      submission: {
        submissionId: 's-1',
        questions: [
          { id: 'a', name: 'Your name', type: 'ShortAnswer', value: 'Jordan Avery' },
          { id: 'b', name: 'Email', type: 'EmailInput', value: 'jordan.avery@example.com' },
          { id: 'c', name: 'Mobile', type: 'PhoneNumber', value: '+15125550143' },
          { id: 'd', name: 'Question', type: 'LongAnswer', value: question },
        ],
      },
    }),
    key: 's-1',
    messages: [asked],
  },
  {
    preset: 'cognito-forms',
    body: json({
      Form: { Id: '3', Name: 'Consultation' },
      Name: { First: 'Jordan', Last: 'Avery', FirstAndLast: 'Jordan Avery' },
      Email: 'jordan.avery@example.com',
      Phone: '(512) 555-0143',
      HowCanWeHelp: question,
      Entry: { Number: 12, Version: 1 },
      Id: '3-12',
    }),
    key: '3-12:1',
    messages: [asked],
  },
  {
    preset: 'wix',
    contentType: 'text/plain',
    body: claims({
      data: json({ eventType: 'wix.forms.v4.submission_created', instanceId: 'i', data: json(wixData) }),
      exp: 1795191000,
    }),
    key: 'wix-1',
    messages: [asked],
  },
  {
    preset: 'hubspot',
    body: json({
      vid: 42,
      properties: {
        firstname: { value: 'Jordan' },
        lastname: { value: 'Avery' },
        email: { value: 'Jordan.Avery@example.com' },
        phone: { value: '(512) 555-0143' },
        message: { value: question },
      },
      'form-submissions': [{ 'conversion-id': 'c-1', title: 'Consultation' }],
    }),
    key: 'c-1',
    messages: [{ ...asked, details: { Form: 'Consultation' } }],
  },
  {
    preset: 'formstack',
    contentType: 'application/x-www-form-urlencoded',
    body: 'FormID=77&UniqueID=9&Name%5Bfirst%5D=Jordan&Name%5Blast%5D=Avery&Email=jordan.avery%40example.com&Phone=%28512%29+555-0143&Your+question=Does+it+hurt%3F&HandshakeKey=hand',
    key: '77:9',
    messages: [asked],
  },
  {
    preset: 'formstack',
    contentType: 'application/json',
    body: json({
      FormID: 77,
      UniqueID: '9',
      'First Name': 'Jordan',
      'Last Name': 'Avery',
      Email: 'jordan.avery@example.com',
      Phone: '(512) 555-0143',
      Comments: question,
    }),
    key: '77:9',
    messages: [asked],
  },
  {
    preset: 'google-forms',
    body: json({
      type: 'google_forms.response',
      form: { id: 'g', title: 'Consultation' },
      response: {
        id: 'r-1',
        respondent_email: 'jordan.avery@example.com',
        payload: {
          'Your name': 'Jordan Avery',
          'Mobile phone': '512-555-0143',
          'How can we help you?': question,
        },
      },
    }),
    key: 'r-1',
    messages: [asked],
  },
  {
    preset: 'google-ads',
    body: json({
      lead_id: 'lead-1',
      user_column_data: [
        { column_id: 'FULL_NAME', string_value: 'Jordan Avery' },
        { column_id: 'EMAIL', string_value: 'jordan.avery@example.com' },
        { column_id: 'PHONE_NUMBER', string_value: '+15125550143' },
        { column_name: 'Message', string_value: question },
      ],
      campaign_id: 12345678901234567890n.toString(),
      google_key: 'the key',
      is_test: false,
    }),
    key: 'lead-1',
    messages: [asked],
  },
  {
    preset: 'google-ads',
    body: json({ lead_id: 'lead-2', google_key: 'the key', is_test: true, user_column_data: [] }),
    key: 'lead-2',
    messages: ['ignored'],
  },
  {
    preset: 'whatsapp',
    body: json({ object: 'whatsapp_business_account', entry: [whatsapp] }),
    key: 'wamid.A',
    messages: [onWhatsapp],
  },
  {
    preset: 'aws-whatsapp',
    contentType: 'text/plain; charset=UTF-8',
    body: json({
      Type: 'Notification',
      MessageId: 'm',
      Message: json({ context: { MetaWabaIds: [] }, whatsAppWebhookEntry: json(whatsapp), messageId: 'x' }),
    }),
    key: 'wamid.A',
    messages: [onWhatsapp],
  },
  {
    preset: 'messenger',
    // Ids of this length are no longer exact as numbers.
    body: '{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":90071992547409931},"recipient":{"id":"1"},"message":{"mid":"m1","text":"Does it hurt?"}},{"sender":{"id":"1"},"recipient":{"id":"9"},"message":{"mid":"m2","text":"No","is_echo":true}}]},{"id":"1","messaging":[{"sender":{"id":"9"},"recipient":{"id":"1"},"read":{"watermark":1}}]}]}',
    key: undefined,
    messages: [
      {
        contact: { account: { channel: 'messenger', person: '90071992547409931', page: '1' } },
        text: question,
      },
      'ignored',
      'ignored',
    ],
  },
  {
    preset: 'callrail',
    body: json({
      id: 987,
      resource_id: 'CAL1',
      answered: false,
      direction: 'inbound',
      duration: 14,
      customer_name: 'AVERY JORDAN',
      customer_phone_number: '+15125550143',
      recording: 'https://app.callrail.com/calls/CAL1/recording?access_key=secretsecret',
    }),
    key: undefined,
    messages: [
      {
        contact: { name: 'AVERY JORDAN', phone: '+15125550143' },
        text: '',
        call: { id: 'CAL1', outcome: 'voicemail', seconds: 14 },
      },
    ],
  },
  {
    preset: 'amazon-connect',
    body: json({
      id: 'ev-9',
      'detail-type': 'Amazon Connect Contact Event',
      detail: { eventType: 'DISCONNECTED', contactId: 'c-1', channel: 'Voice', initiationMethod: 'INBOUND' },
      customerEndpoint: { address: '+15125550143' },
    }),
    key: 'ev-9',
    messages: [{ contact: { phone: '+15125550143' }, text: '', call: { id: 'c-1', outcome: 'missed' } }],
  },
  {
    preset: 'twilio-voice',
    contentType: 'application/x-www-form-urlencoded',
    body: 'TranscriptionSid=TR1&TranscriptionText=Please+call+me+back&TranscriptionStatus=completed&RecordingSid=RE1&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2FRE1&CallSid=CA1&From=%2B15125550143',
    key: 'TR1',
    messages: [
      {
        contact: { phone: '+15125550143' },
        text: 'Please call me back',
        call: { id: 'CA1', outcome: 'voicemail', recording: 'https://api.twilio.com/RE1' },
      },
    ],
  },
  {
    preset: 'twilio-voice',
    contentType: 'application/x-www-form-urlencoded',
    body: 'CallSid=CA2&CallStatus=completed&DialCallStatus=completed&DialCallDuration=61&From=%2B15125550143&Direction=inbound',
    key: 'CA2:completed:completed',
    messages: [{ contact: { phone: '+15125550143' }, call: { id: 'CA2', outcome: 'reached' } }],
  },
];
