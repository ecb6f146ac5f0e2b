import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bundleParts } from '../../../domain/patient/fhir/bundle-parts.ts';
import { Bundle } from '../../../domain/patient/fhir/resources.ts';
import { importDesk } from '../../support/import-desk.ts';
import { type GeneratedBundle, r4Bundles } from '../../support/r4-bundles.ts';
import { externalIdOf, isNamed } from '../../support/r4-patients.ts';

const runs = { numRuns: 60 };

type Desk = ReturnType<typeof importDesk>;

/** Whatever is known, without the order in which it was written. */
async function allOf(desk: Desk) {
  const records = await desk.everybody();
  return records
    .map((record) => ({
      patient: record?.patient,
      appointments: record?.appointments.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      treatments: record?.treatments.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    }))
    .toSorted((a, b) => ((a.patient?.id ?? '') < (b.patient?.id ?? '') ? -1 : 1));
}

async function read(...bundles: readonly object[]): Promise<Desk> {
  const desk = importDesk();
  for (const bundle of bundles) expect((await desk.sendBundle(bundle)).errors).toEqual([]);
  return desk;
}

const inOrder = ({ bundle, order }: GeneratedBundle) => ({
  ...bundle,
  entry: order.map((place) => bundle.entry[place]),
});

describe('any bundle of FHIR R4', () => {
  test('brings every patient, and every visit and treatment of theirs once', async () => {
    await fc.assert(
      fc.asyncProperty(r4Bundles, async (made) => {
        const desk = await read(inOrder(made));
        expect(await desk.everybody()).toHaveLength(made.patients.length);
        for (const patient of made.patients) {
          const record = await desk.patients.record(externalIdOf(patient));
          expect(record?.appointments.map(({ at }) => at).toSorted()).toEqual(
            (made.starts.get(patient.number) ?? []).toSorted(),
          );
          expect(record?.treatments).toHaveLength(made.treatments.get(patient.number) ?? 0);
        }
      }),
      runs,
    );
  });

  test('changes nothing when it is imported again, on another day too', async () => {
    await fc.assert(
      fc.asyncProperty(r4Bundles, async (made) => {
        const desk = await read(made.bundle);
        const before = desk.state.writes;
        const again = await desk.sendBundle(inOrder(made), '2026-11-23T16:05:00.000Z');
        expect(again).toMatchObject({ changed: 0, errors: [] });
        expect(desk.state.writes).toBe(before);
      }),
      runs,
    );
  });

  test('says the same in every order of its entries, and in parts', async () => {
    await fc.assert(
      fc.asyncProperty(r4Bundles, fc.integer({ min: 1, max: 4 }), async (made, size) => {
        const known = await allOf(await read(made.bundle));
        expect(await allOf(await read(inOrder(made)))).toEqual(known);
        const parts = bundleParts(Bundle.parse(inOrder(made)), size).map(({ bundle }) => bundle);
        expect(await allOf(await read(...parts))).toEqual(known);
      }),
      runs,
    );
  });

  test('finds the patients of a bundle before it', async () => {
    await fc.assert(
      fc.asyncProperty(r4Bundles, async (made) => {
        fc.pre(made.lasting && made.patients.every(isNamed));
        const isPerson = ({ resource }: { readonly resource: object }) =>
          (resource as { resourceType?: string }).resourceType === 'Patient';
        const { entry } = made.bundle;
        const people = { ...made.bundle, entry: entry.filter(isPerson) };
        const others = { ...made.bundle, entry: entry.filter((one) => !isPerson(one)) };
        expect(await allOf(await read(people, others))).toEqual(await allOf(await read(made.bundle)));
      }),
      runs,
    );
  });
});
