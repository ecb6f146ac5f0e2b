import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { mime } from '../support/mail.ts';

interface Listed {
  readonly id: string;
  readonly externalId: string;
}
interface Shown {
  readonly patient: { readonly firstName: string; readonly mergedFrom: readonly string[] };
  readonly appointments: readonly { readonly id: string; readonly status: string }[];
  readonly treatments: readonly { readonly id: string }[];
  readonly items: readonly { readonly id: string; readonly state: string; readonly dueOn: string }[];
  readonly consents: readonly { readonly action: string }[];
}

const key = Buffer.from('a secret of the bookings');

describe('records of patients', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
    practice = practiceAt(local);
    await local.as('manager', '/v1/sources/src_bookings/secret', {
      method: 'PUT',
      body: JSON.stringify({ secret: `whsec_${key.toString('base64')}` }),
    });
    const rows = [
      'Client ID,First Name,Last Name,Email,DOB,Appointment ID,Appointment Date,Appointment State,Service Name',
      '1,Zephyrine,Quill,zephyrine@example.com,2/3/1980,v1,8/20/2026,FINAL,Botox',
      '2,Zephyrine,Quill,z.quill@example.com,2/3/1980,v2,10/5/2026,FINAL,HydraFacial',
    ].join('\n');
    await upload('text/csv', rows);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const upload = async (contentType: string, body: string) => {
    const reply = await local.as('manager', '/v1/imports', {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    return (await reply.json()) as Record<string, unknown>;
  };
  const idOf = async (externalId: string): Promise<string> => {
    const reply = await local.as('manager', '/v1/patients?limit=100');
    const { items } = (await reply.json()) as { items: readonly Listed[] };
    return items.find((one) => one.externalId === externalId)?.id ?? '';
  };
  const shown = async (id: string): Promise<Shown> =>
    (await (await local.as('manager', `/v1/patients/${id}`)).json()) as Shown;

  async function booking(id: string, body: object): Promise<number> {
    const now = Math.floor(Date.parse(await local.advance(1)) / 1000);
    const text = JSON.stringify(body);
    const signature = createHmac('sha256', key).update(`${id}.${now}.${text}`).digest('base64');
    const { status } = await local.call('/v1/hooks/src_bookings', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(now),
        'webhook-signature': `v1,${signature}`,
      },
      body: text,
    });
    await local.advance(1);
    return status;
  }

  test('come from an export and from a bundle, once', async () => {
    const bundle = JSON.stringify({
      resourceType: 'Bundle',
      entry: [
        { resource: { resourceType: 'Patient', id: '9', name: [{ given: ['Rowan'] }] } },
        {
          resource: {
            resourceType: 'Procedure',
            status: 'completed',
            code: { text: 'Botox' },
            subject: { reference: 'Patient/9' },
            performedDateTime: '2026-08-21',
          },
        },
        { resource: { resourceType: 'Procedure', status: 'completed', subject: { reference: 'Patient/8' } } },
      ],
    });
    const report = await upload('application/fhir+json', bundle);
    expect(report).toMatchObject({ changed: 2, errors: [{ entry: 2, reason: 'the procedure has no date' }] });
    expect(await upload('application/fhir+json', bundle)).toMatchObject({ changed: 0, unchanged: 2 });
    expect((await shown(await idOf('9'))).items).toMatchObject([{ id: 'due#botulinum-toxin' }]);
  });

  test('follow the practice’s own software, its newest word last', async () => {
    const id = await idOf('1');
    const told = { patient_id: '1', id: 'b1', start: '2026-12-01T15:00:00Z', service: 'Botox' };
    expect(await booking('m1', { ...told, status: 'booked', updated_at: '2026-11-20T10:00:00Z' })).toBe(200);
    expect((await shown(id)).items.find((item) => item.id === 'due#botulinum-toxin')?.state).toBe('booked');
    await booking('m3', { ...told, status: 'cancelled', updated_at: '2026-11-20T12:00:00Z' });
    await booking('m2', { ...told, status: 'booked', updated_at: '2026-11-20T11:00:00Z' });
    const { appointments, items } = await shown(id);
    expect(appointments.find((one) => one.id === 'b1')?.status).toBe('cancelled');
    expect(items.find((item) => item.id === 'due#botulinum-toxin')?.state).toBe('open');
    const before = (await practice.inquiries()).length;
    await booking('m4', { ...told, patient_id: '404' });
    const [stranger] = await practice.inquiries();
    expect((await practice.inquiries()).length).toBe(before + 1);
    expect(stranger).toMatchObject({ review: expect.stringContaining('not among the patients') });
  });

  test('of one person become one, are handed out, and are erased by two', async () => {
    const id = await idOf('1');
    const other = await idOf('2');
    const duplicates = await (await local.as('manager', `/v1/patients/${id}/duplicates`)).json();
    expect(duplicates).toMatchObject({ items: [{ patient: { id: other }, same: ['name-and-birth-date'] }] });
    const body = JSON.stringify({ other });
    expect((await local.as('manager', `/v1/patients/${id}/merge`, { method: 'POST', body })).status).toBe(
      200,
    );
    expect(await shown(other)).toMatchObject({ patient: { mergedFrom: [other] } });
    expect((await shown(other)).treatments.map((one) => one.id)).toEqual([
      'botulinum-toxin#2026-08-20',
      'facial#2026-10-05',
    ]);
    const copy = `/v1/patients/${id}/copy`;
    const why = JSON.stringify({ reason: 'the patient asked' });
    expect((await local.as('manager', `/v1/patients/${id}/fhir`)).status).toBe(403);
    expect((await local.as('manager', copy, { method: 'POST', body: why })).status).toBe(202);
    expect((await local.as('physician', `${copy}/approval`, { method: 'POST' })).status).toBe(200);
    const exported = await local.as('manager', `/v1/patients/${id}/fhir`);
    expect(exported.headers.get('content-type')).toContain('application/fhir+json');
    expect(await exported.json()).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
    const printed = await local.as('manager', `/v1/patients/${id}/consents.pdf`);
    expect((await PDFDocument.load(await printed.arrayBuffer())).getPageCount()).toBe(1);

    // A mail of theirs, with a file; it is in the bucket, in the raw requests and in an inquiry.
    const mail = mime({
      id: 'm1',
      from: 'Zephyrine Quill <z.quill@example.com>',
      text: 'Zephyrine here, is Tuesday possible?',
      file: { name: 'face.png', content: 'a picture' },
    });
    expect((await local.call('/_local/mail', { method: 'POST', body: mail })).status).toBe(200);
    await local.advance(2);
    const [written] = await practice.inquiries();
    expect(written).toMatchObject({ channel: 'email' });
    const inquiryId = written?.id ?? '';
    const seen = (await (await local.as('manager', `/v1/inquiries/${inquiryId}`)).json()) as {
      messages: { id: string }[];
    };
    const path = `/v1/inquiries/${inquiryId}/messages/${seen.messages[0]?.id}/attachments/0`;
    const { url } = (await (await local.as('manager', path)).json()) as { url: string };
    expect((await fetch(url)).status).toBe(200);

    const erasure = `/v1/patients/${id}/erasure`;
    const asked = JSON.stringify({ reason: 'patient-asked' });
    expect((await local.as('manager', erasure, { method: 'POST', body: asked })).status).toBe(202);
    expect((await local.as('manager', `${erasure}/approval`, { method: 'POST' })).status).toBe(403);
    expect((await local.as('physician', `${erasure}/approval`, { method: 'POST' })).status).toBe(409);
    await practice.act('coordinator', inquiryId, 'close', {
      reason: 'no-answer-needed',
      note: 'Zephyrine called',
    });
    await local.advance(5);
    const approved = await local.as('physician', `${erasure}/approval`, { method: 'POST' });
    expect(await approved.json()).toMatchObject({ inquiriesLeft: 0, doneAt: expect.any(String) });
    const left = await (await local.as('manager', `/v1/inquiries/${inquiryId}`)).text();
    expect(left).toContain(inquiryId);
    expect(left).not.toMatch(/zephyrine|quill|tuesday|face/i);
    expect((await fetch(url)).status).toBe(404);
    expect(await shown(id)).toMatchObject({ patient: { firstName: '' }, treatments: [], items: [] });
    const again = 'patient_id,first_name,email\n1,Zephyrine,zephyrine@example.com';
    expect(await upload('text/csv', again)).toMatchObject({ changed: 0 });
    expect(await shown(id)).toMatchObject({ patient: { firstName: '' } });
  });

  test('an import keeps the brand that the words of a consent name, and warns of those that name nobody', async () => {
    const file = join(local.dataDirectory, 'consents.csv');
    const header =
      'patient_id,first_name,last_name,phone,text_consent,consent_date,consent_method,consent_wording';
    const consent = (id: number, wording: string): string =>
      `${id},Mab,Vey,(512) 555-01${id},yes,2026-10-01,paper form,${wording}`;
    const rows = [
      consent(91, 'LAKESIDE may text me'),
      consent(92, 'Text me offers'),
      consent(93, 'Another Clinic may text me'),
    ];
    writeFileSync(file, [header, ...rows].join('\n'));
    const flags = ['--disable-warning=ExperimentalWarning', 'bin/heard.ts', 'import', file];
    const env = { ...process.env, HEARD_URL: local.url };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, { env });
    expect(stdout).toContain('3 rows');
    expect(stderr).toContain('Warning: 2 text consents name nobody.');
    const sellers = await Promise.all(
      ['91', '92', '93'].map(async (id) => {
        const reply = await local.as('manager', `/v1/patients/${await idOf(id)}/consent`);
        const { items } = (await reply.json()) as { items: readonly { seller: string | null }[] };
        return items.map(({ seller }) => seller);
      }),
    );
    expect(sellers).toEqual([['Lakeside Aesthetics'], [null], [null]]);
  });
});
