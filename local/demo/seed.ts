import { type HistoryPart, historyCsv } from './history-csv.ts';
import { answers, questions } from './messages.ts';
import { type DemoPerson, demoPeople } from './people.ts';
import { pick, randomFrom } from './random.ts';
import { liveSeason } from './season.ts';
import { demoHandshakes, demoSecrets, forms } from './web-forms.ts';

/** What the seeding needs of a run whose clock stands still and whose schedules rest. */
export interface Stage {
  readonly url: string;
  /** Epoch milliseconds. */
  now(): number;
  advance(seconds: number): Promise<number>;
  /** Fires what is scheduled for the functions and machines with this text in their name, now. */
  fire(target: string): Promise<void>;
}

const patients = 300;
/** The season's sixty days have to be over before the demo ends, with some to spare. */
export const seasonDays = 100;
const inquiriesADay = 1.6;
const day = 86_400_000;
/** As the command line does: on a busy machine more would take longer than a request may. */
const rowsAtOnce = 100;

export interface Scene {
  readonly stage: Stage;
  readonly random: () => number;
  readonly people: readonly DemoPerson[];
  readonly api: (role: string, path: string, init?: RequestInit) => Promise<Response>;
}

function client(stage: Stage): Scene['api'] {
  const tokens = new Map<string, string>();
  const tokenOf = async (role: string): Promise<string> => {
    const reply = await fetch(`${stage.url}/_local/token`, {
      method: 'POST',
      body: JSON.stringify({ role }),
    });
    return ((await reply.json()) as { token: string }).token;
  };
  return async (role, path, init = {}) => {
    const token = tokens.get(role) ?? (await tokenOf(role));
    tokens.set(role, token);
    const reply = await fetch(stage.url + path, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
    });
    if (!reply.ok)
      throw new Error(
        `The demo could not be seeded: ${path.split('?')[0]} answered ${reply.status} ${await reply.text()}`,
      );
    return reply;
  };
}

async function setUp({ stage, api }: Scene): Promise<void> {
  await stage.fire('Watch');
  const given = [
    ...Object.entries(demoSecrets).map(([source, secret]) => ({ source, secret, purpose: 'verification' })),
    ...Object.entries(demoHandshakes).map(([source, secret]) => ({ source, secret, purpose: 'handshake' })),
  ];
  for (const { source, ...body } of given)
    await api('manager', `/v1/sources/${source}/secret`, { method: 'PUT', body: JSON.stringify(body) });
}

/** The export of the practice's own system as of an instant, or what of it lies before an earlier one; importing again changes nothing. */
async function importHistory({ people, api }: Scene, part: HistoryPart): Promise<void> {
  const [header = '', ...rows] = historyCsv(people, part).split('\n');
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const body = [header, ...rows.slice(from, from + rowsAtOnce)].join('\n');
    await api('manager', '/v1/imports', { method: 'POST', headers: { 'content-type': 'text/csv' }, body });
  }
}

const post = (body?: object): RequestInit => ({
  method: 'POST',
  ...(body ? { body: JSON.stringify(body) } : {}),
});

/** The version that whoever acts has seen: a claim and a closing have to say so. */
async function asSeen({ api }: Scene, role: string, id: string): Promise<RequestInit> {
  const etag = (await api(role, `/v1/inquiries/${id}`)).headers.get('etag') ?? '';
  return { headers: { 'if-match': etag } };
}

/** How the front desk reacts: mostly fast, sometimes by phone, sometimes not at all. */
async function react(scene: Scene, id: string, location: string): Promise<void> {
  const { stage, random, api } = scene;
  const chance = random();
  if (chance > 0.94) return;
  await stage.advance(60 * (1 + Math.floor(random() ** 3 * 20)));
  // The demo's first coordinator works downtown only.
  const role = chance > 0.8 || location !== 'downtown' ? 'extender' : 'coordinator';
  if (chance > 0.6)
    await api(role, `/v1/inquiries/${id}/claim`, { ...post(), ...(await asSeen(scene, role, id)) });
  await stage.advance(60 * (1 + Math.floor(random() * 4)));
  if (chance > 0.7)
    await api(
      role,
      `/v1/inquiries/${id}/log-call`,
      post({ outcome: random() < 0.6 ? 'reached' : 'voicemail' }),
    );
  else await api(role, `/v1/inquiries/${id}/reply`, post({ text: pick(random, answers) }));
  if (random() < 0.7)
    await api(role, `/v1/inquiries/${id}/close`, {
      ...post({ reason: random() < 0.4 ? 'booked' : 'answered' }),
      ...(await asSeen(scene, role, id)),
    });
}

async function inquiry(scene: Scene, serial: number): Promise<void> {
  const { stage, random, people, api } = scene;
  const form = pick(random, forms)(
    pick(random, people),
    pick(random, questions),
    String(serial),
    stage.now(),
  );
  await fetch(stage.url + form.path, { method: 'POST', headers: form.headers, body: form.body });
  await stage.advance(1);
  const { items } = (await (await api('manager', '/v1/inquiries?status=acknowledged&limit=100')).json()) as {
    items: { id: string; receivedAt: string; location: string }[];
  };
  const newest = items.toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))[0];
  if (newest && Date.parse(newest.receivedAt) >= stage.now() - 5000)
    await react(scene, newest.id, newest.location);
}

/** What was left over the day before is called about in the morning. */
async function catchUp({ stage, api }: Scene): Promise<void> {
  for (const status of ['new', 'acknowledged', 'claimed']) {
    const { items } = (await (await api('manager', `/v1/inquiries?status=${status}&limit=100`)).json()) as {
      items: { id: string }[];
    };
    for (const { id } of items)
      await api('extender', `/v1/inquiries/${id}/log-call`, post({ outcome: 'voicemail' }));
  }
  await stage.advance(1);
}

async function oneDay(scene: Scene, serial: number, end: number): Promise<number> {
  const { stage, random } = scene;
  const until = async (instant: number): Promise<void> => {
    if (instant > stage.now()) await stage.advance(Math.floor((Math.min(instant, end) - stage.now()) / 1000));
  };
  const midnight = Math.floor(stage.now() / day) * day;
  // 16:00 UTC is past nine in the morning at both locations.
  await until(midnight + 16 * 3_600_000);
  await catchUp(scene);
  await stage.fire('Sweep');
  await stage.fire('SendTouches');
  let next = serial;
  for (let chance = inquiriesADay; chance > 0 && stage.now() < end; chance -= 1) {
    if (random() > chance) break;
    await until(stage.now() + Math.floor(random() * 3 * 3_600_000));
    if (stage.now() < end) await inquiry(scene, next);
    next += 1;
  }
  await until(midnight + day + 3_600_000);
  return next;
}

/** The season before the first of the days, and whose visits of that time are told already: the export adds none, that would drown what the season did. */
async function livedSeason(scene: Scene, begin: number): Promise<NonNullable<HistoryPart['quiet']>> {
  const { stage } = scene;
  const since = stage.now();
  await importHistory(scene, { asOf: begin, before: since });
  const people = await liveSeason(scene);
  await stage.advance(Math.floor((begin - stage.now()) / 1000));
  return { since, people };
}

/**
 * A believable practice with thirty days behind it, and a season of recall before them (season.ts), made by driving the real intake, the real sweeps and
 * the real desk on the clock; nothing is written into a table. The clock stands `seasonDays` before `begin`, the first of the days, or at
 * it where there is to be no season; it ends at `end`.
 */
export async function seedDemo(
  stage: Stage,
  { begin, end }: { readonly begin: number; readonly end: number },
): Promise<void> {
  const scene: Scene = { stage, random: randomFrom(30), people: demoPeople(patients), api: client(stage) };
  await setUp(scene);
  const quiet = stage.now() < begin ? await livedSeason(scene, begin) : undefined;
  await importHistory(scene, { asOf: begin, before: begin, ...(quiet ? { quiet } : {}) });
  let serial = 1;
  while (stage.now() < end) serial = await oneDay(scene, serial, end);
}
