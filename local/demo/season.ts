import type { DemoPerson } from './people.ts';
import type { Scene } from './seed.ts';

const day = 86_400_000;
/** Mornings on which the season's patients are asked, until everybody who was due then has been. */
const mornings = 3;
/** Sends of one run of the sender are limited; so many runs empty a morning. */
const runs = 4;

/** How many of those who were asked, and of those who were held out, book by themselves. */
const chances = { contact: 0.42, 'held-out': 0.2 } as const;

interface Decision {
  readonly patientId: string;
  readonly outcome: string;
}

type Api = Scene['api'];

async function all<T>(api: Api, path: string): Promise<readonly T[]> {
  const found: T[] = [];
  for (let cursor = ''; ; ) {
    const page = (await (await api('manager', `${path}?limit=100${cursor}`)).json()) as {
      items: readonly T[];
      cursor?: string;
    };
    found.push(...page.items);
    if (!page.cursor) return found;
    cursor = `&cursor=${encodeURIComponent(page.cursor)}`;
  }
}

const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** What the season's sweeps decided, by patient: the first that asked or held out. */
async function decided(api: Api): Promise<ReadonlyMap<string, keyof typeof chances>> {
  const by = new Map<string, keyof typeof chances>();
  for (const { id } of await all<{ id: string }>(api, '/v1/sweeps'))
    for (const { patientId, outcome } of await all<Decision>(api, `/v1/sweeps/${id}/decisions`))
      if (outcome === 'contact' || outcome === 'held-out') by.set(patientId, outcome);
  return by;
}

/**
 * A season before the month that the demo lives through: its patients are asked to come back or held out, some book, and they come. It lies so far back that
 * what came of it is known, so that the report sets the two groups against each other. Gives the ids of its patients in the practice's
 * system: what they did in the season is told.
 */
export async function liveSeason({ stage, random, people, api }: Scene): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  for (let morning = 0; morning < mornings; morning += 1) {
    await stage.fire('Sweep');
    for (let run = 0; run < runs; run += 1) {
      await stage.fire('SendTouches');
      await stage.advance(300);
    }
    await stage.advance(86_400 - runs * 300);
  }
  const patients = await all<{ id: string; externalId: string }>(api, '/v1/patients');
  const externalIds = new Map(patients.map(({ id, externalId }) => [id, externalId]));
  const coming: { readonly person: DemoPerson; readonly on: string }[] = [];
  for (const [patientId, outcome] of await decided(api)) {
    const person = people.find(({ id }) => id === externalIds.get(patientId));
    if (!person) continue;
    told.add(person.id);
    if (random() > chances[outcome]) continue;
    const on = dateOf(stage.now() + (6 + Math.floor(random() * 20)) * day);
    await api('manager', `/v1/patients/${patientId}/appointments`, {
      method: 'POST',
      body: JSON.stringify({ id: `season-${person.id}`, on, status: 'booked' }),
    });
    coming.push({ person, on });
  }
  await stage.advance(28 * 86_400);
  const rows = coming.map(({ person, on }) => {
    const price = 250 + 50 * Math.floor(random() * 8);
    return `${person.id},${person.location},Botox,${on},${price}.00,${on},completed`;
  });
  const header =
    'patient_id,location,treatment,treatment_date,treatment_price,appointment_date,appointment_status';
  await api('manager', '/v1/imports', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: [header, ...rows].join('\n'),
  });
  return told;
}
