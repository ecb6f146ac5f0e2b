import { type CallSite, reads } from '../support/call-sites.ts';
import { type By, type Disturbance, faultFlow, isWell } from '../support/fault-flow.ts';
import { isSettled, recallFaults, type Way } from '../support/recall-faults.ts';

/** To its caller a read is the same whether it fails before or after its effect. */
const ofReads: readonly Disturbance[] = ['throttle', 'drop-before', 'hang-before'];
/** `after` is left out: `npm test` tries it at every write. */
const ofWrites: readonly Disturbance[] = [...ofReads, 'before', 'drop-after', 'hang-after'];
const ofEvents: readonly Disturbance[] = ['twice', 'twice-beside'];

/**
 * Every call of the inquiry's flow throttled, failed and timed out, with its effect and without, and every event delivered twice; gives what
 * was not well, and how many were tried.
 */
export async function exploreFaults(): Promise<{
  readonly tried: number;
  readonly findings: readonly string[];
}> {
  const run = await faultFlow();
  const findings: string[] = [];
  let tried = 0;

  async function disturb(site: CallSite, kinds: readonly Disturbance[], by: By): Promise<void> {
    for (const what of kinds) {
      tried += 1;
      const outcome = await run.disturbed(site, what, by);
      if (!isWell(outcome)) findings.push(JSON.stringify(outcome));
    }
  }

  async function all(by: By, calls: readonly CallSite[], invocations: readonly CallSite[]): Promise<void> {
    for (const site of calls) await disturb(site, reads(site) ? ofReads : ofWrites, by);
    for (const site of invocations) await disturb(site, ofEvents, by);
  }

  try {
    await all('form', run.sites, run.invocations);
    const text = await run.textSites();
    await all('text', text.calls, text.invocations);
    const later = await run.toldLater(20);
    if (later > 0) findings.push(`${later} messages left after all were answered`);
    return { tried, findings };
  } finally {
    await run.end();
  }
}

/** The same of a recall by e-mail and by a person's call: every call of sweep, sender and settler, and every event of theirs twice. */
export async function exploreRecallFaults(
  way: Way,
): Promise<{ readonly tried: number; readonly findings: readonly string[] }> {
  const run = await recallFaults(way);
  const findings: string[] = [];
  let tried = 0;
  const each = [
    ...run.invocations.map((site) => ({ site, kinds: ofEvents })),
    ...run.sites.map((site) => ({ site, kinds: run.kindsAt(site) })),
  ];
  try {
    for (const { site, kinds } of each)
      for (const what of kinds) {
        tried += 1;
        const outcome = await run.disturbed(site, what);
        if (!isSettled(way, outcome)) findings.push(JSON.stringify(outcome));
      }
    return { tried, findings };
  } finally {
    await run.end();
  }
}
