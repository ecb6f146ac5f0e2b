import { reads } from '../support/call-sites.ts';
import { faultFlow, isWell } from '../support/fault-flow.ts';

/** Every call of the inquiry's flow throttled, and every write failed before its effect; gives what was not well, and how many were tried. */
export async function exploreFaults(): Promise<{
  readonly tried: number;
  readonly findings: readonly string[];
}> {
  const run = await faultFlow();
  try {
    const findings: string[] = [];
    let tried = 0;
    for (const site of run.sites)
      for (const what of ['throttle', 'before'] as const) {
        if (what === 'before' && reads(site)) continue;
        tried += 1;
        const outcome = await run.disturbed(site, what);
        if (!isWell(outcome)) findings.push(JSON.stringify(outcome));
      }
    const later = await run.toldLater(20);
    return {
      tried,
      findings: later > 0 ? [...findings, `${later} messages left after all were answered`] : findings,
    };
  } finally {
    await run.end();
  }
}
