import { DomainError } from '../../../domain/errors.ts';
import { mustHaveBeen } from '../../../domain/patient/has-been.ts';
import { filled } from '../../../domain/patient/imported.ts';
import type { PatientRecord, Treatment } from '../../../domain/patient/patient.ts';
import type { EntryKind } from '../../../domain/patient/patients.ts';
import { isRetracted, retractionId } from '../../../domain/patient/retraction.ts';
import { productNamed as productIn, serviceNamed } from '../../../domain/patient/services.ts';
import { keepAftercare } from '../../../domain/recall/keep-aftercare.ts';
import { type Operation, operation } from '../operation.ts';
import { changed, type RecordPorts } from '../record-access.ts';
import {
  Checkout,
  ConsultationOutcome,
  NewConsultation,
  NewPurchase,
  NewSeries,
  NewTreatment,
  RecordView,
} from '../record-schemas.ts';

/** As `changed`, where what is written is a treatment: whoever was treated lately is told whom to call, and asked how they are (R65, R66). */
async function treated(...given: Parameters<typeof changed>): ReturnType<typeof changed> {
  const [ports, { id, now }] = given;
  const answer = await changed(...given);
  await keepAftercare({ ...ports, now }, id ?? '');
  return answer;
}

function typeNamed(name: string, { types }: RecordPorts, about?: 'talk'): string {
  const type = serviceNamed(name, types, about);
  if (!type)
    throw new DomainError(
      'invalid',
      'The treatment is not in practice/treatments.yaml: use an id or a name of it.',
    );
  return type.id;
}

function productNamed(name: string, { products }: RecordPorts): string {
  const product = productIn(name, products);
  if (!product)
    throw new DomainError(
      'invalid',
      'The product is not in practice/treatments.yaml: use an id or a name of it.',
    );
  return product.id;
}

/** A person says that it was, after all. */
async function recorded(
  { patients }: RecordPorts,
  record: PatientRecord,
  kind: EntryKind,
  entry: string,
): Promise<void> {
  if (isRetracted(record, kind, entry))
    await patients.unretract(record.patient.id, retractionId(kind, entry));
}

/** What staff say of a treatment stands by itself: no visit or procedure that is corrected later takes it away. */
function byHand(treatment: Treatment | undefined): Omit<Treatment, 'from'> | undefined {
  const { from, ...rest } = treatment ?? ({} as Treatment);
  void from;
  return treatment && rest;
}

function visits(ports: RecordPorts): readonly Operation[] {
  const { patients, practice } = ports;
  return [
    operation({
      id: 'recordTreatment',
      method: 'POST',
      path: '/v1/patients/{id}/treatments',
      summary: 'A treatment that was done, here or elsewhere; the same type and day again corrects it',
      body: NewTreatment,
      success: { status: 201, schema: RecordView },
      run: ({ parameters: { id }, body, now }) =>
        treated(ports, { id, now }, async (record) => {
          const { patient, treatments } = record;
          mustHaveBeen(patient, { on: body.on }, { practice, now });
          const type = typeNamed(body.type, ports);
          const entry = `${type}#${body.on}`;
          await recorded(ports, record, 'treatment', entry);
          const before = byHand(treatments.find((known) => known.id === entry));
          const said = { ...before, ...filled(body), type, on: body.on, id: entry, patientId: patient.id };
          return patients.saveTreatment(said);
        }),
    }),
    operation({
      id: 'noteNextTreatment',
      method: 'POST',
      path: '/v1/patients/{id}/checkout',
      summary: 'At checkout: when the next treatment should take place; it overrides the interval',
      body: Checkout,
      success: { status: 200, schema: RecordView },
      run: ({ parameters: { id }, body, now }) =>
        treated(ports, { id, now }, async (record) => {
          const { patient, treatments } = record;
          mustHaveBeen(patient, { on: body.on }, { practice, now });
          const type = typeNamed(body.treatment, ports);
          const entry = `${type}#${body.on}`;
          await recorded(ports, record, 'treatment', entry);
          if (body.nextOn <= body.on)
            throw new DomainError('invalid', 'The next treatment must be after this one.');
          const before = byHand(treatments.find((known) => known.id === entry));
          const treatment = { ...before, patientId: patient.id, id: entry, type, on: body.on };
          return patients.saveTreatment({ ...treatment, nextOn: body.nextOn });
        }),
    }),
    operation({
      id: 'recordSeries',
      method: 'POST',
      path: '/v1/patients/{id}/series',
      summary: 'Sessions that are planned as one course, perhaps paid for in advance',
      body: NewSeries,
      success: { status: 201, schema: RecordView },
      run: ({ parameters: { id }, body, now }) =>
        changed(ports, { id, now }, async (record) => {
          const { patient } = record;
          const type = typeNamed(body.type, ports);
          const entry = body.id ?? `${type}#${body.startedOn}`;
          await recorded(ports, record, 'series', entry);
          return patients.saveSeries({ ...body, patientId: patient.id, id: entry, type });
        }),
    }),
  ];
}

function sales(ports: RecordPorts): readonly Operation[] {
  const { patients, practice } = ports;
  return [
    operation({
      id: 'recordPurchase',
      method: 'POST',
      path: '/v1/patients/{id}/purchases',
      summary: 'A product bought for use at home',
      body: NewPurchase,
      success: { status: 201, schema: RecordView },
      run: ({ parameters: { id }, body, now }) =>
        changed(ports, { id, now }, async (record) => {
          const { patient } = record;
          const { price, quantity, on } = body;
          mustHaveBeen(patient, { on }, { practice, now });
          const product = productNamed(body.product, ports);
          const entry = body.id ?? `${product}#${on}`;
          await recorded(ports, record, 'purchase', entry);
          const said = { patientId: patient.id, id: entry, product, on, quantity };
          return patients.savePurchase({ ...said, ...(price === undefined ? {} : { price }) });
        }),
    }),
    operation({
      id: 'recordConsultation',
      method: 'POST',
      path: '/v1/patients/{id}/consultations',
      summary: 'A talk about a treatment; while it is open, the patient is asked again',
      body: NewConsultation,
      success: { status: 201, schema: RecordView },
      run: ({ parameters: { id }, body, now }) =>
        changed(ports, { id, now }, async (record) => {
          const { patient } = record;
          mustHaveBeen(patient, { on: body.on }, { practice, now });
          const about = body.about === undefined ? undefined : typeNamed(body.about, ports, 'talk');
          const entry = body.id ?? `${about ?? 'consultation'}#${body.on}`;
          await recorded(ports, record, 'consultation', entry);
          const { on, outcome } = body;
          return patients.saveConsultation({
            ...filled({ ...body, about }),
            patientId: patient.id,
            id: entry,
            on,
            outcome,
          });
        }),
    }),
    operation({
      id: 'settleConsultation',
      method: 'PUT',
      path: '/v1/patients/{id}/consultations/{consultation}/outcome',
      summary: 'What came of a consultation; never after "not suitable" is anybody asked again',
      body: ConsultationOutcome,
      success: { status: 200, schema: RecordView },
      run: ({ parameters: { id, consultation }, body, now }) =>
        changed(ports, { id, now }, ({ consultations }) => {
          const known = consultations.find((one) => one.id === consultation);
          if (!known) throw new DomainError('not-found', 'There is no such consultation.');
          const { reason, ...rest } = known;
          const why = body.reason ?? reason;
          return patients.saveConsultation({
            ...rest,
            outcome: body.outcome,
            ...(why ? { reason: why } : {}),
          });
        }),
    }),
  ];
}

/** What was done, bought, talked about or planned, as the staff and the practice's other software record it. */
export const entryOperations = (ports: RecordPorts): readonly Operation[] => [
  ...visits(ports),
  ...sales(ports),
];
