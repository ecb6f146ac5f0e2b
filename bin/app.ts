import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../lib/bundles.ts';
import { DataStack } from '../lib/data-stack.ts';
import { DeskStack } from '../lib/desk-stack.ts';
import { checkTemplates } from '../lib/nag.ts';
import { readPractice } from '../lib/practice/read-practice.ts';

const project = resolve(import.meta.dirname, '..');
const folder = resolve(process.env.HEARD_PRACTICE ?? join(project, 'practice'));
const practice = readPractice(folder);
const name = createHash('sha256').update(folder).digest('hex').slice(0, 8);
const bundles = await bundleFunctions(practice, join(project, 'dist', 'lambda', name));

const app = new App();
checkTemplates(app);
const data = new DataStack(app, 'Heard-Data', { practice: practice.identity });
new DeskStack(app, 'Heard-Desk', { practice, bundles, held: data });
app.synth();
