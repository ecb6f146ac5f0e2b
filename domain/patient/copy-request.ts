import { DomainError } from '../errors.ts';
import { currentRecord } from './current-record.ts';
import type { PatientRecord } from './patient.ts';
import type { Patients } from './patients.ts';
import type { CopyRequest } from './subject-requests.ts';

interface Actor {
  /** Staff member's id. */
  readonly by: string;
  /** ISO instant. */
  readonly now: string;
}
type Ports = { readonly patients: Pick<Patients, 'record' | 'saveCopyRequest'> };

const dayMilliseconds = 24 * 3_600_000;

/** Until when an approved copy can be fetched; undefined before it is approved. ISO instant. */
export const fetchableUntil = ({ approvedAt }: CopyRequest): string | undefined =>
  approvedAt === undefined ? undefined : new Date(Date.parse(approvedAt) + dayMilliseconds).toISOString();

const isOver = (request: CopyRequest, now: string): boolean => {
  const until = fetchableUntil(request);
  return until !== undefined && until <= now;
};

async function found({ patients }: Ports, id: string): Promise<PatientRecord> {
  const record = await currentRecord(patients, id);
  if (!record) throw new DomainError('not-found', 'There is no such patient.');
  return record;
}

/** Asks for a copy of a record; another person has to approve it (R37). One that stands stays as it was asked for. */
export async function askForCopy(
  ports: Ports,
  { id, reason }: { readonly id: string; readonly reason: string },
  { by, now }: Actor,
): Promise<CopyRequest> {
  const { patient, copy } = await found(ports, id);
  if (copy && !isOver(copy, now)) return copy;
  const asked: CopyRequest = { patientId: patient.id, reason, requestedBy: by, requestedAt: now };
  await ports.patients.saveCopyRequest(asked);
  return asked;
}

/** Approves what another asked for; again it changes nothing. Throws DomainError. */
export async function approveCopy(ports: Ports, id: string, { by, now }: Actor): Promise<CopyRequest> {
  const { copy } = await found(ports, id);
  if (!copy || isOver(copy, now))
    throw new DomainError('invalid', 'Nobody asked for this: ask for the copy first.');
  if (copy.approvedBy) return copy;
  if (copy.requestedBy === by)
    throw new DomainError('forbidden', 'Another person has to approve what you asked for.');
  const approved = { ...copy, approvedBy: by, approvedAt: now };
  await ports.patients.saveCopyRequest(approved);
  return approved;
}

/** Throws DomainError unless this person asked for the copy, or approved it, and both was done within the last day. */
export function mustBeApproved({ copy }: PatientRecord, { by, now }: Actor): void {
  if (!copy?.approvedBy || isOver(copy, now))
    throw new DomainError(
      'forbidden',
      'A copy of a record needs a reason and a second person: ask with POST /v1/patients/{id}/copy, and let another manager or physician approve it.',
    );
  if (by !== copy.requestedBy && by !== copy.approvedBy)
    throw new DomainError('forbidden', 'This copy was approved for somebody else: ask for one yourself.');
}
