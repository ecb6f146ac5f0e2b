import type { Operation } from '../../lambdas/desk/operation.ts';
import { importOperations } from '../../lambdas/desk/operations/imports.ts';
import { knownPeople } from './known-people.ts';
import { fridayMorning, lakeside, staffMember } from './lakeside.ts';

interface ImportReport {
  readonly dates: { readonly order: string; readonly against: number; readonly advice: string | null };
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly ignored: number;
  readonly errors: readonly { readonly line?: number; readonly entry?: number; readonly reason: string }[];
  readonly warnings: readonly { readonly line?: number; readonly entry?: number; readonly reason: string }[];
  readonly unknownServices: readonly { readonly name: string; readonly rows: number }[];
  readonly bookingDayUnknown: number;
}

/** The desk's import over patients in memory; an id in the practice's system is the id here. */
export function importDesk(country = 'US', systems = lakeside.recall.import.systems) {
  const people = knownPeople();
  const [{ run }] = importOperations({
    ...people.ports,
    systems,
    importContext: async () => ({
      practice: { ...lakeside.identity, country },
      types: lakeside.treatments.treatments,
      products: [],
      patientId: (externalId) => externalId,
    }),
  }) as [Operation];
  const send = async (contentType: string, body: string, now = fridayMorning): Promise<ImportReport> => {
    const reply = await run({
      member: staffMember('bell'),
      parameters: {},
      query: { firstLine: 1 },
      body,
      ifVersion: undefined,
      contentType,
      now,
      newId: () => 'new',
    });
    return reply.body as ImportReport;
  };
  const sendBundle = (bundle: object, now?: string) =>
    send('application/fhir+json', JSON.stringify({ resourceType: 'Bundle', ...bundle }), now);
  return {
    ...people,
    csv: (...lines: string[]) => send('text/csv', lines.join('\n')),
    sendBundle,
    bundle: (...resources: object[]) =>
      sendBundle({ type: 'collection', entry: resources.map((resource) => ({ resource })) }),
    everybody: async () => {
      const { items } = await people.patients.list({ limit: 1000 });
      return Promise.all(items.map(async ({ id }) => people.patients.record(id)));
    },
  };
}
