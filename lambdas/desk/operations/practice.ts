import * as z from 'zod/mini';
import type { AuditTrail } from '../../../domain/practice/audit.ts';
import type { Compiled, Staff } from '../../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../../domain/practice/staff-directory.ts';
import { type Operation, operation } from '../operation.ts';
import { AuditEntryView, pageOf, paging } from '../schemas.ts';

export interface PracticePorts {
  readonly staff: StaffDirectory;
  readonly configuredStaff: Compiled<Staff>;
  readonly audit: AuditTrail;
}

export const practiceOperations = (ports: PracticePorts): readonly Operation[] => [
  operation({
    id: 'syncStaff',
    method: 'POST',
    path: '/v1/staff/sync',
    summary: 'Bring the staff directory up to the deployed configuration',
    roles: ['manager'],
    success: {
      status: 200,
      schema: z.object({ added: z.array(z.string()), removed: z.array(z.string()), version: z.string() }),
    },
    run: async ({ now }) => {
      const { added, removed } = await ports.staff.sync(ports.configuredStaff, now);
      return { body: { added, removed, version: ports.configuredStaff.version } };
    },
  }),
  operation({
    id: 'listAudit',
    method: 'GET',
    path: '/v1/audit',
    summary: 'Who saw or did what on one day (UTC), newest first',
    roles: ['manager'],
    query: z.object({ day: z.iso.date(), ...paging }),
    success: { status: 200, schema: pageOf(AuditEntryView) },
    run: async ({ query }) => ({ body: await ports.audit.list(query) }),
  }),
];
