import { expect, test } from '@jest/globals';
import { approveCopy, askForCopy, mustBeApproved } from '../../../domain/patient/copy-request.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning } from '../../support/lakeside.ts';

async function asked() {
  const { add, ports, patients, erase } = knownPeople();
  await add(person('a'));
  const by = (member: string, now = fridayMorning) => ({ by: member, now });
  await askForCopy(ports, { id: 'a', reason: 'the patient asked' }, by('sato'));
  const fetched = async (member: string, now = fridayMorning) => {
    const record = await patients.record('a');
    if (!record) throw new Error('nobody');
    return mustBeApproved(record, by(member, now));
  };
  return { ports, by, fetched, patients, erase };
}
const later = '2026-11-22T09:00:00.000Z';

test('a copy is given to nobody before another person approves it', async () => {
  const { ports, by, fetched } = await asked();
  await expect(fetched('sato')).rejects.toThrow('a second person');
  await expect(approveCopy(ports, 'a', by('sato'))).rejects.toThrow('Another person');
  await approveCopy(ports, 'a', by('okoye'));
  await fetched('sato');
  await fetched('okoye');
  await expect(fetched('marlow')).rejects.toThrow('somebody else');
});

test('an approval is for a day, and for one asking', async () => {
  const { ports, by, fetched } = await asked();
  await approveCopy(ports, 'a', by('okoye'));
  await expect(fetched('sato', later)).rejects.toThrow('a second person');
  await expect(approveCopy(ports, 'a', by('okoye', later))).rejects.toThrow('Nobody asked');
  await askForCopy(ports, { id: 'a', reason: 'again' }, by('okoye', later));
  await expect(fetched('okoye', later)).rejects.toThrow('a second person');
});

test('what stands is not asked for anew by somebody who would approve it then', async () => {
  const { ports, by } = await asked();
  const again = await askForCopy(ports, { id: 'a', reason: 'mine' }, by('okoye'));
  expect(again).toMatchObject({ requestedBy: 'sato', reason: 'the patient asked' });
});
