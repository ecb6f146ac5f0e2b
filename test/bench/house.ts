import { resolve } from 'node:path';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { lakeside } from '../support/lakeside.ts';

const key = 'a key of the bench';

const assembly = readAssembly({
  directory: resolve(import.meta.dirname, '../../cdk.out'),
  parameters: {},
  urls: { aws: 'http://127.0.0.1:1', http: 'http://127.0.0.1:2' },
});
export const tables = assembly.of('AWS::DynamoDB::Table');
const tableOf = (word: string): string => tables.find(({ name }) => name.includes(word))?.name ?? '';

/** The adapters and the domain in this process, as the functions put them together; the tables answer at `url`. */
export async function openHouse(url: string) {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: url,
    CALL_PATIENCE: '15',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  });
  // The adapters' client reads the address as it is loaded.
  const { patientTable } = await import('../../lambdas/adapters/patient-table.ts');
  const { outreachTable } = await import('../../lambdas/adapters/outreach-table.ts');
  const { inquiryTable } = await import('../../lambdas/adapters/inquiry-table.ts');
  const { recallPorts } = await import('../../lambdas/kit/recall-ports.ts');
  const { settle } = await import('../../lambdas/outreach/settle.ts');
  const { campaignTable } = await import('../../lambdas/adapters/campaign-table.ts');
  const store = campaignTable(tableOf('Outreach'));
  const ports = recallPorts({
    patients: patientTable(tableOf('Patients')),
    outreach: outreachTable(tableOf('Outreach')),
    inquiries: inquiryTable(tableOf('Inquiries')),
    practice: lakeside.identity,
    rules: lakeside.recall,
    law: lakeside.law,
    treatments: lakeside.treatments,
    campaigns: { find: store.find, fingerprint: () => 'none' },
    addressKey: async () => key,
  });
  return { ports, store, settle, addressKey: async () => key };
}

export type House = Awaited<ReturnType<typeof openHouse>>;
