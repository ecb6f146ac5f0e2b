import { DomainError } from '../../../domain/errors.ts';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import type { StaffMember } from '../../../domain/practice/practice.ts';
import { changedSetting, type SettingChanges, whyNotSet } from '../../../domain/recall/overrides.ts';
import type { RecallSetting } from '../../../domain/recall/recall-item.ts';
import { type Operation, operation } from '../operation.ts';
import { changed, type RecordPorts } from '../record-access.ts';
import { Disabling, Override, RecordView, Snooze } from '../record-schemas.ts';

type Given = Pick<RecallSetting, 'reason'> & {
  readonly item: string;
  readonly by: StaffMember;
  readonly now: string;
};
/** The setting of an item after a person changed it; null takes a part of it away. The rest stays as it was set. */
function settingAfter(
  record: PatientRecord,
  given: Given,
  changes: SettingChanges,
  ports: RecordPorts,
): RecallSetting {
  const isKnown =
    record.items.some(({ id }) => id === given.item) ||
    ports.types.some(({ id }) => given.item === `due#${id}`);
  if (!isKnown) throw new DomainError('invalid', 'This patient has no such reason to come back.');
  const refused = whyNotSet(given.item, changes);
  if (refused) throw new DomainError('invalid', refused);
  const before = record.settings.find(({ id }) => id === given.item);
  const { item: id, reason, by, now: at } = given;
  return changedSetting(before, changes, { patientId: record.patient.id, id, reason, by: by.id, at });
}

/** What a person sets for one reason to come back; the day and the interval are for who may decide on treatments. */
export function settingOperations(ports: RecordPorts): readonly Operation[] {
  const set = (id: string | undefined, given: Given, changes: SettingChanges) =>
    changed(ports, { id, now: given.now }, (record) =>
      ports.patients.saveSetting(settingAfter(record, given, changes, ports)),
    );
  return [
    operation({
      id: 'overrideRecall',
      method: 'PUT',
      path: '/v1/patients/{id}/recall/override',
      summary:
        'Set the day on which a patient is due, or an interval of their own; a new treatment ends the day',
      roles: ['physician', 'extender', 'manager'],
      body: Override,
      success: { status: 200, schema: RecordView },
      run: ({ parameters, body: { item, dueOn, interval, reason }, member, now }) =>
        set(parameters.id, { item, reason, by: member, now }, { dueOn, interval }),
    }),
    operation({
      id: 'snoozeRecall',
      method: 'PUT',
      path: '/v1/patients/{id}/recall/snooze',
      summary: 'No contact for a reason before a day; null ends it',
      body: Snooze,
      success: { status: 200, schema: RecordView },
      run: ({ parameters, body: { item, snoozedUntil, reason }, member, now }) =>
        set(parameters.id, { item, reason, by: member, now }, { snoozedUntil }),
    }),
    operation({
      id: 'disableRecall',
      method: 'PUT',
      path: '/v1/patients/{id}/recall/disable',
      summary: 'Never ask a patient to come back for a reason, or do again',
      body: Disabling,
      success: { status: 200, schema: RecordView },
      run: ({ parameters, body: { item, disabled, reason }, member, now }) =>
        set(parameters.id, { item, reason, by: member, now }, { disabled: disabled || null }),
    }),
  ];
}
