import type { Patient } from '../../domain/patient/patient.ts';
import type { Answer } from '../../domain/recall/outlook.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import type { Told } from '../../domain/recall/sweep-day.ts';
import type { CallTask, Sweep, SweepDecision } from '../../domain/recall/touch.ts';

export const patientView = (patient: Patient) => ({
  id: patient.id,
  externalId: patient.externalId,
  firstName: patient.firstName,
  lastName: patient.lastName,
  language: patient.language,
  location: patient.location,
  email: patient.email ?? null,
  phone: patient.phone ?? null,
  invalid: patient.invalid ?? [],
  unusable: { email: patient.unusable?.email ?? null, phone: patient.unusable?.phone ?? null },
});

export const itemView = (item: RecallItem) => ({
  id: item.id,
  patientId: item.patientId,
  type: item.type,
  treatment: item.treatment ?? null,
  lastOn: item.lastOn,
  dueOn: item.dueOn,
  nextOn: item.nextOn ?? null,
  attempts: item.attempts,
  state: item.state,
});

export const taskView = (task: CallTask, notNow?: string) => ({
  id: task.id,
  patientId: task.patientId,
  location: task.location,
  dueOn: task.dueOn,
  revokedAt: task.revokedAt ?? null,
  kind: task.kind,
  why: task.why,
  script: task.script ?? null,
  bestTime: task.bestTime ?? null,
  assignee: task.assignee ?? null,
  state: task.state,
  outcome: task.outcome ?? null,
  reason: task.reason ?? null,
  notNow: notNow ?? null,
});

export const sweepView = (sweep: Sweep) => ({
  id: sweep.id,
  zone: sweep.zone,
  on: sweep.on,
  from: sweep.from,
  state: sweep.state,
  openedAt: sweep.openedAt,
  closedAt: sweep.closedAt ?? null,
  contacted: sweep.contacted ?? null,
  considered: sweep.considered ?? null,
});

export const decisionView = ({
  patientId,
  outcome,
  channel,
  sendAt,
  reason,
  rules,
  items,
  template,
  notBy,
}: SweepDecision) => ({
  patientId,
  outcome,
  channel: channel ?? null,
  sendAt: sendAt ?? null,
  reason,
  rules,
  items,
  template: template ?? null,
  notBy: notBy ?? null,
});

export const answerView = ({ on, decision, holds }: Answer) => ({
  ...decisionView(decision),
  on,
  holds: holds ? { from: holds.at, until: holds.until ?? null } : null,
});

export interface Catalogue {
  readonly types: readonly { readonly id: string; readonly names: readonly string[] }[];
  readonly products: readonly { readonly id: string; readonly names: readonly string[] }[];
}

const dueView = (item: RecallItem, { types, products }: Catalogue) => {
  const known = [...types, ...products].find(({ id }) => id === (item.treatment ?? item.product));
  return {
    item: item.id,
    type: item.type,
    what: known?.names[0] ?? item.treatment ?? item.product ?? null,
    dueOn: item.dueOn,
    why: item.why ?? [],
  };
};

export const namedDecisionView = ({ decision, record, state }: Told, catalogue: Catalogue) => ({
  ...decisionView(decision),
  name: `${record.patient.firstName} ${record.patient.lastName}`.trim(),
  location: record.patient.location,
  due: record.items.filter(({ id }) => decision.items.includes(id)).map((item) => dueView(item, catalogue)),
  state: state ?? null,
});
