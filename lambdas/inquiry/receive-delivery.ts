import sources from 'practice:sources';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { registrations } from '../adapters/executions.ts';
import { sourceSecrets } from '../adapters/secret-store.ts';
import { snsWeb } from '../adapters/sns-web.ts';
import { readEnvironment } from '../kit/env.ts';
import { http, json } from '../kit/http.ts';
import { receive } from './receive.ts';

const environment = readEnvironment('inquiry/receive-delivery');
const ports = {
  deliveries: deliveryTable(environment.DELIVERY_TABLE),
  registrations: registrations(environment.REGISTRATION_MACHINE),
  secrets: sourceSecrets(environment.SOURCE_SECRETS),
  sources: sources.value.sources,
  web: snsWeb(),
  publicUrl: environment.PUBLIC_URL,
  now: () => Date.now(),
};

/** POST /v1/hooks/{source}: a sender's request becomes a stored delivery. */
export const handler = http(
  (event) => receive(event, ports),
  () => json(503, { error: 'The request could not be stored. Send it again in a moment.' }),
);
