import { expect, test } from '@jest/globals';
import { sweepReport } from '../../bin/commands/sweep.ts';

const decision = (changes: object) => ({
  patientId: 'pat_1',
  outcome: 'contact',
  channel: 'email',
  template: 'due',
  sendAt: '2026-11-21T15:00:00.000Z',
  reason: 'due#botulinum-toxin',
  notBy: null as string | null,
  name: 'Rowan Ellery',
  due: [{ type: 'due', what: 'Botox', dueOn: '2026-11-20' }],
  state: null,
  ...changes,
});
const report = {
  items: [decision({})],
  days: [
    {
      zone: 'America/Chicago',
      nextOn: '2026-11-21',
      doneOn: '2026-11-20',
      done: [
        decision({ state: 'sent', channel: 'call', notBy: 'email: no consent' }),
        decision({ patientId: 'pat_2', outcome: 'not-now', reason: 'email: no consent' }),
      ],
      more: false,
    },
  ],
};

test('what sweeps do is printed by id and kind, and by name only where that is asked for', () => {
  expect(sweepReport(report, false)).toBe(`Done on 2026-11-20 (America/Chicago): 1 contacted, 1 not.
pat_1  due  call, template due, sent (not by email: no consent)
pat_2  due  no: email: no consent

Next sweep: 2026-11-21 (America/Chicago).
pat_1  due  email, template due, at 2026-11-21T15:00:00.000Z
1 would be contacted, 0 would not.
`);
  expect(sweepReport(report, false)).not.toMatch(/Rowan|Botox/i);
  expect(sweepReport(report, true)).toContain(
    'Rowan Ellery (pat_1)  due Botox 2026-11-20  email, template due',
  );
});
