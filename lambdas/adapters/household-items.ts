import type { Patients } from '../../domain/patient/patients.ts';
import { type Documents, partition } from './documents.ts';
import { patientKey, patientPk } from './patient-items.ts';

const householdPk = (household: string): string => `household#${household}`;
/** Every household that a patient was ever given, so that they can be taken out of each. */
const wasIn = 'was-in#';

type Households = Pick<Patients, 'household' | 'householdMembers' | 'nameHousehold' | 'leaveHouseholds'>;

/** Who lives together. */
export const householdItems = (items: Documents): Households => ({
  household: async (patientId) => {
    const [found] = await items.all(partition(patientPk(patientId), 'household'));
    return found && String(found.household);
  },
  householdMembers: async (household) =>
    (await items.all(partition(householdPk(household)))).map(({ sk }) => String(sk)),
  // The member first: who has the name is always found by it.
  nameHousehold: async (patientId, household) => {
    await items.put(patientKey(patientId, `${wasIn}${household}`));
    await items.put({ pk: householdPk(household), sk: patientId });
    await items.putIf(
      { ...patientKey(patientId, 'household'), household },
      {
        expression: 'attribute_not_exists(pk) OR household > :household',
        values: { ':household': household },
      },
    );
  },
  leaveHouseholds: async (patientId) => {
    for (const { sk } of await items.all(partition(patientPk(patientId), wasIn)))
      await items.remove({ pk: householdPk(String(sk).slice(wasIn.length)), sk: patientId });
  },
});
