import { gatherPuts } from './gather.ts';
import { openHouse } from './house.ts';
import { loadInto } from './kept-load.ts';
import { morningOn } from './morning.ts';

/**
 * One step of the recall bench in a process of its own, so that its memory is its own and the adapters' client has one address: `load FOLDER
 * COUNT` or `morning FOLDER`. What came of it is on standard output, what goes on meanwhile on standard error.
 */
const [step, folder = '', count] = process.argv.slice(2);

async function load(): Promise<unknown> {
  const gathering = gatherPuts();
  const house = await openHouse('http://127.0.0.1:1');
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  return loadInto(folder, { house, gathering, count: Number(count), say });
}

const outcome = step === 'load' ? await load() : await morningOn(folder);
process.stdout.write(JSON.stringify(outcome));
