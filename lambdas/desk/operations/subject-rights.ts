import * as z from 'zod/mini';
import { consentHistory } from '../../../domain/patient/consent-history.ts';
import {
  approveCopy,
  askForCopy,
  fetchableUntil,
  mustBeApproved,
} from '../../../domain/patient/copy-request.ts';
import { approveErasure, askForErasure, type ErasePorts } from '../../../domain/patient/erase.ts';
import { writeBundle } from '../../../domain/patient/fhir/write-bundle.ts';
import type { CopyRequest, Erasure } from '../../../domain/patient/subject-requests.ts';
import { type Operation, operation } from '../operation.ts';
import { type RecordPorts, recordOf } from '../record-access.ts';

export type SubjectRightsPorts = RecordPorts & ErasePorts;

const ErasureView = z.object({
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  approvedBy: z.nullable(z.string()),
  doneAt: z.nullable(z.iso.datetime()),
  /** Inquiries from an address that others share, which are perhaps another's. */
  inquiriesLeft: z.nullable(z.int()),
});
const erasureView = ({ reason, requestedBy, requestedAt, approvedBy, doneAt, inquiriesLeft }: Erasure) => ({
  reason,
  requestedBy,
  requestedAt,
  approvedBy: approvedBy ?? null,
  doneAt: doneAt ?? null,
  inquiriesLeft: inquiriesLeft ?? null,
});

const CopyView = z.object({
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  approvedBy: z.nullable(z.string()),
  /** Until when it can be fetched, once it is approved. */
  until: z.nullable(z.iso.datetime()),
});
const copyView = (request: CopyRequest) => ({
  reason: request.reason,
  requestedBy: request.requestedBy,
  requestedAt: request.requestedAt,
  approvedBy: request.approvedBy ?? null,
  until: fetchableUntil(request) ?? null,
});

function exports(ports: SubjectRightsPorts): readonly Operation[] {
  const { practice, types } = ports;
  const approved = async (id: string | undefined, by: string, now: string) => {
    const record = await recordOf(ports, id);
    mustBeApproved(record, { by, now });
    return record;
  };
  return [
    operation({
      id: 'askForCopy',
      method: 'POST',
      path: '/v1/patients/{id}/copy',
      summary:
        'Ask for a copy of a person’s record or consent, with the reason; nothing is given before another person approves',
      roles: ['manager', 'physician'],
      body: z.strictObject({ reason: z.string().check(z.minLength(3), z.maxLength(500)) }),
      success: { status: 202, schema: CopyView },
      run: async ({ parameters: { id = '' }, body: { reason }, member, now }) => ({
        body: copyView(await askForCopy(ports, { id, reason }, { by: member.id, now })),
      }),
    }),
    operation({
      id: 'approveCopy',
      method: 'POST',
      path: '/v1/patients/{id}/copy/approval',
      summary: 'Approve a copy that another asked for: the two of you can fetch it for a day',
      roles: ['manager', 'physician'],
      success: { status: 200, schema: CopyView },
      run: async ({ parameters: { id = '' }, member, now }) => ({
        body: copyView(await approveCopy(ports, id, { by: member.id, now })),
      }),
    }),
    operation({
      id: 'exportPatient',
      method: 'GET',
      path: '/v1/patients/{id}/fhir',
      summary: 'What is kept of one person, as a FHIR R4 bundle: for them, or for another practice',
      roles: ['manager', 'physician'],
      success: { status: 200, schema: z.looseObject({}), contentType: 'application/fhir+json' },
      run: async ({ parameters, member, now }) => ({
        body: writeBundle(await approved(parameters.id, member.id, now), { practice, types, now }),
      }),
    }),
    operation({
      id: 'printConsents',
      method: 'GET',
      path: '/v1/patients/{id}/consents.pdf',
      summary: 'The history of a person’s consent as a PDF: every event with its date, its way and its words',
      roles: ['manager', 'physician'],
      success: { status: 200, contentType: 'application/pdf' },
      run: async ({ parameters, member, now }) => {
        const history = consentHistory(await approved(parameters.id, member.id, now), { practice, now });
        // Rarely asked for, and large: no other request waits for it.
        const { historyPdf } = await import('../history-pdf.ts');
        return { body: await historyPdf(history) };
      },
    }),
  ];
}

/** What a person may ask of the practice: a copy of what it keeps, and to be forgotten. */
export const subjectRightsOperations = (ports: SubjectRightsPorts): readonly Operation[] => [
  ...exports(ports),
  operation({
    id: 'askForErasure',
    method: 'POST',
    path: '/v1/patients/{id}/erasure',
    summary: 'Ask for a person to be erased; nothing happens until another person approves',
    roles: ['manager', 'physician'],
    body: z.strictObject({ reason: z.enum(['patient-asked', 'retention-ended', 'recorded-in-error']) }),
    success: { status: 202, schema: ErasureView },
    run: async ({ parameters: { id = '' }, body: { reason }, member, now }) => ({
      body: erasureView(await askForErasure(ports, { id, reason }, { by: member.id, now })),
    }),
  }),
  operation({
    id: 'approveErasure',
    method: 'POST',
    path: '/v1/patients/{id}/erasure/approval',
    summary:
      'Approve what another asked for: all of the person is erased, their inquiries too, but the evidence of consent; their addresses stay suppressed. Refused while an inquiry of theirs is open',
    roles: ['manager', 'physician'],
    success: { status: 200, schema: ErasureView },
    run: async ({ parameters: { id = '' }, member, now }) => ({
      body: erasureView(await approveErasure(ports, id, { by: member.id, now })),
    }),
  }),
];
