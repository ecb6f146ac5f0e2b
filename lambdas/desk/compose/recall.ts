import layout from 'practice:recall-layout';
import recallTemplates from 'practice:recall-templates';
import revealing from 'practice:revealing-words';
import configuredStaff from 'practice:staff';
import { fileLinks } from '../../adapters/file-links.ts';
import { letterBatches } from '../../adapters/letter-batches.ts';
import { letterFiles, letterKey } from '../../adapters/letter-files.ts';
import { reportPorts } from '../../adapters/recall-report.ts';
import { randomCode } from '../../kit/campaign-codes.ts';
import { countFault } from '../../kit/count-faults.ts';
import { letterPieces } from '../letter-pieces.ts';
import type { Operation } from '../operation.ts';
import { campaignOperations } from '../operations/campaigns.ts';
import { letterOperations } from '../operations/letters.ts';
import { recallOperations } from '../operations/recall.ts';
import { recallReportOperations } from '../operations/recall-reports.ts';
import { touchOperations } from '../operations/touches.ts';
import { campaigns, environment, fingerprint, practice, recalls, revocations } from './ports.ts';

const words = {
  practice,
  templates: recallTemplates.value,
  layout: layout.value,
  revealing: revealing.value,
  treatments: recalls.types,
};
const letters = {
  key: letterKey,
  ...letterFiles(environment.MAIL_BUCKET),
  ...fileLinks(environment.MAIL_BUCKET),
};

/** What the desk does to bring patients back. */
export const recallDesk: readonly Operation[] = [
  ...recallOperations({ ...recalls, revocations }),
  ...touchOperations({ ...recalls, words, campaigns: { find: campaigns.find, fingerprint } }),
  ...letterOperations({
    ...recalls,
    onFault: countFault,
    batches: letterBatches(environment.OUTREACH_TABLE),
    keepFiles: letterPieces(words, letters),
    files: letters,
  }),
  ...campaignOperations({
    ...recalls,
    store: campaigns,
    fingerprint,
    newCode: randomCode,
    wording: { mails: recallTemplates.value.mails, revealing: revealing.value },
    staff: configuredStaff.value.members,
  }),
  ...recallReportOperations({
    ...reportPorts(recalls, environment.PRACTICE_TABLE),
    locations: practice.locations.map(({ id }) => id),
  }),
];
