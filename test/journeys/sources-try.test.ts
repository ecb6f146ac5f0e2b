import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { fixtureOf } from '../support/sender-fixtures.ts';

const run = promisify(execFile);

describe('heard sources try', () => {
  let local: LocalRun;
  const typeform = fixtureOf('typeform');
  beforeAll(async () => {
    local = await startLocal({ at: new Date(1795190712 * 1000).toISOString() });
    await practiceAt(local).giveSecret('src_typeform', typeform.secret);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const heard = async (...words: readonly string[]): Promise<string> => {
    const flags = ['--disable-warning=ExperimentalWarning', 'bin/heard.ts'];
    const environment = { ...process.env, HEARD_URL: local.url };
    const { stdout } = await run(process.execPath, [...flags, ...words], { env: environment });
    return stdout;
  };

  test('shows the verification, the mapping and every field that was not used, and stores nothing', async () => {
    const told = await heard('sources', 'try', 'src_typeform', 'test/fixtures/senders/typeform.json');
    expect(told).toContain('Verification: verified');
    expect(told).toContain('Key: form_response:a3a12ec67a1365927098a606107fac15');
    expect(told).toContain('phone: +15125550143');
    expect(told).toContain('text: Interested in lip filler');
    expect(told).toContain('Treatments: Lip filler, Botox');
    const unused = told.slice(told.indexOf('Fields that were not used:'));
    expect(unused).toContain('form_response.hidden.utm_campaign');
    expect(unused).not.toContain('form_response.answers[4].text');
    await local.advance(1);
    expect(await practiceAt(local).inquiries()).toEqual([]);
  });

  test('says why a request would be refused', async () => {
    const told = await heard('sources', 'try', 'src_webflow', 'test/fixtures/senders/webflow.json');
    expect(told).toContain('refused: this source has no secret yet');
    expect(told).toContain('text: Interested in lip filler');
  });

  test('a body that is not what the source says it sends', async () => {
    const told = await heard('sources', 'try', 'src_typeform', 'README.md');
    expect(told).toContain('refused: the proof is missing');
    expect(told).toContain('The body is not what the source says it sends.');
  });
});
