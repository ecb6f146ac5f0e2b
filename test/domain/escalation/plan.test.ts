import { describe, expect, test } from '@jest/globals';
import { planEscalation } from '../../../domain/escalation/plan.ts';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../../domain/inquiry/message.ts';
import type { Notice } from '../../../domain/inquiry/notice.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';

const { identity, staff, escalation } = lakeside;

const message = (level: Inquiry['level'] = 'R', flags: readonly string[] = []): InquiryMessage => ({
  id: 'm1',
  inquiryId: 'inq_1',
  direction: 'in',
  channel: 'web-form',
  text: 'Hello',
  at: fridayMorning,
  state: 'received',
  level,
  flags,
  author: { patient: true },
});

function file(changes: Partial<Inquiry> = {}, notices: readonly Notice[] = []): InquiryFile {
  const level = changes.level ?? 'R';
  const inquiry: Inquiry = {
    id: 'inq_1',
    schema: 1,
    run: 1,
    revision: 1,
    dueAt: fridayMorning,
    status: 'new',
    priority: 'new-lead',
    level,
    channel: 'web-form',
    source: 'src_typeform',
    location: 'downtown',
    language: 'en',
    contact: { email: 'somebody@example.com' },
    receivedAt: fridayMorning,
    deadline: later(fridayMorning, 15),
    deadlineWhy: [],
    policyName: 'new-lead',
    policyVersion: '1',
    policy: escalation.policies[level === 'R' ? 'new-lead' : (level as 'E1')],
    chain: 0,
    chainStartedAt: fridayMorning,
    messageCount: 1,
    messageIds: ['m1'],
    answeredCount: 0,
    lastMessageAt: fridayMorning,
    lastEvent: { id: '1', what: 'received', at: fridayMorning, actor: { patient: true } },
    ...changes,
  };
  return { inquiry, messages: [message(level)], notices };
}

const plan = (given: InquiryFile, now = fridayMorning, people = staff) =>
  planEscalation(given, { practice: identity, staff: people, now });

function sent(key: string, state: Notice['state'] = 'sent', attempt: 1 | 2 = 1): Notice {
  const [kind] = key.split('#');
  return { key, inquiryId: 'inq_1', kind: kind as Notice['kind'], attempt, state, at: fridayMorning };
}

const firstRound = ['alert#0.0.0#marlow#email', 'alert#0.0.0#ibarra#email', 'alert#0.0.0#sato#email'];
const acknowledged = sent('acknowledgement#m1');

describe('a plan', () => {
  test('acknowledges and tells the first step', () => {
    expect(plan(file())).toEqual({
      notices: ['acknowledgement#m1', ...firstRound],
      dueAt: later(fridayMorning, 5),
      course: { step: 0, repeat: 0, roundAt: fridayMorning },
    });
  });

  test('has nothing left once somebody answered, or it is closed', () => {
    expect(plan(file({ answeredCount: 1 }))).toBeUndefined();
    expect(plan(file({ status: 'closed' }))).toBeUndefined();
  });

  test('tells nobody twice', () => {
    const notices = [acknowledged, ...firstRound.map((key) => sent(key))];
    expect(plan(file({ step: 0, repeat: 0, roundAt: fridayMorning }, notices))?.notices).toEqual([]);
  });

  test('tells whoever came on call since', () => {
    const notices = [acknowledged, ...firstRound.slice(1).map((key) => sent(key))];
    const planned = plan(file({ step: 0, repeat: 0, roundAt: fridayMorning }, notices));
    expect(planned?.notices).toEqual(['alert#0.0.0#marlow#email']);
  });

  test('goes on when the wait is over, and repeats the last step for ever', () => {
    const last = escalation.policies['new-lead'].steps.length - 1;
    const noon = later(fridayMorning, 100);
    const planned = plan(file({ step: last, repeat: 4, roundAt: fridayMorning }, [acknowledged]), noon);
    expect(planned?.course).toMatchObject({ step: last, repeat: 5, roundAt: noon });
    expect(planned?.notices).toContain(`alert#0.${last}.5#okoye#email`);
  });

  test('leaves a step at once when every message failed, and tells the manager', () => {
    const notices = [acknowledged, ...firstRound.map((key) => sent(key, 'failed'))];
    const planned = plan(file({ step: 0, repeat: 0, roundAt: fridayMorning }, notices));
    expect(planned?.course).toMatchObject({ step: 1 });
    expect(planned?.notices).toEqual(
      expect.arrayContaining(['gap#0.0.0#bell#email', 'alert#0.1.0#marlow#sms']),
    );
  });

  test('leaves a step at once when nobody is on it', () => {
    const people = {
      members: staff.members.filter(({ roles }) => roles.includes('physician')),
      onCall: staff.onCall,
    };
    const planned = plan(file({}, [acknowledged]), fridayMorning, people);
    expect(planned?.course).toMatchObject({ step: 2 });
    expect(planned?.notices).toContain('alert#0.2.0#okoye#email');
  });

  test('waits for the doors to open, but acknowledges at once', () => {
    const saturday = '2026-11-21T16:00:00.000Z';
    const planned = plan(file({ deadline: '2026-11-23T15:15:00.000Z' }), saturday);
    expect(planned?.notices).toEqual(['acknowledgement#m1']);
    expect(planned?.dueAt).toBe('2026-11-23T15:00:00.000Z');
    expect(planned?.course).toEqual({});
  });

  test('looks once more at the deadline, notes once that it was missed, and tells the tools that want it', () => {
    const missed = plan(file({}, [acknowledged]), later(fridayMorning, 16));
    expect(missed?.course).toMatchObject({
      missedAt: later(fridayMorning, 16),
      announcements: [{ id: 'inq_1.1.missed', type: 'missed', at: later(fridayMorning, 16) }],
    });
    const again = plan(
      file({ missedAt: later(fridayMorning, 16) }, [acknowledged]),
      later(fridayMorning, 20),
    );
    expect(again?.course).not.toHaveProperty('missedAt');
    const claimed = file(
      { claimedBy: 'marlow', claimSince: fridayMorning, claimUntil: later(fridayMorning, 30) },
      [acknowledged],
    );
    expect(plan(claimed, fridayMorning)?.dueAt).toBe(later(fridayMorning, 15));
  });

  test('pages for a red flag at any hour, the safety reply first', () => {
    const night = '2026-11-22T08:00:00.000Z';
    const planned = plan(file({ level: 'E1', priority: 'red-flag', flaggedAt: night }), night);
    expect(planned?.notices).toEqual([
      'safety#m1',
      'page#0.0.0#okoye#email',
      'page#0.0.0#okoye#sms',
      'page#0.0.0#okoye#call',
    ]);
    expect(planned?.dueAt).toBe(later(night, 10));
  });

  test('sends a page of unknown outcome once more, an alert never', () => {
    const flagged = {
      level: 'E1',
      priority: 'red-flag',
      step: 0,
      repeat: 0,
      roundAt: fridayMorning,
    } as const;
    const page = 'page#0.0.0#okoye#email';
    const others = [sent('safety#m1'), sent('page#0.0.0#okoye#sms'), sent('page#0.0.0#okoye#call')];
    expect(plan(file(flagged, [...others, sent(page, 'unknown')]))?.notices).toEqual([page]);
    expect(plan(file(flagged, [...others, sent(page, 'unknown', 2)]))?.notices).toEqual([]);
    const [alert = '', ...rest] = firstRound;
    const told = [acknowledged, ...rest.map((key) => sent(key)), sent(alert, 'unknown')];
    expect(plan(file({ step: 0, repeat: 0, roundAt: fridayMorning }, told))?.notices).toEqual([]);
  });

  test('sends a safety reply again whose sender ended before it could say, once it cannot be in flight any more', () => {
    const flagged = {
      level: 'E1',
      priority: 'red-flag',
      step: 0,
      repeat: 0,
      roundAt: fridayMorning,
    } as const;
    const pages = ['email', 'sms', 'call'].map((way) => sent(`page#0.0.0#okoye#${way}`));
    const begun = sent('safety#m1', 'sending');
    const first = plan(file(flagged, [...pages, begun]));
    expect([first?.notices, first?.dueAt]).toEqual([
      [],
      new Date(Date.parse(begun.at) + 15_000).toISOString(),
    ]);
    const again = plan(file(flagged, [...pages, begun]), first?.dueAt);
    expect(again?.notices).toEqual(['safety#m1']);
    const twice = sent('safety#m1', 'sending', 2);
    expect(plan(file(flagged, [...pages, twice]), first?.dueAt)?.notices).toEqual([]);
  });
});

describe('a claim', () => {
  const claimed = {
    status: 'claimed',
    claimedBy: 'marlow',
    claimSince: fridayMorning,
    claimUntil: later(fridayMorning, 10),
    claimByClinician: false,
    step: 0,
    repeat: 0,
    roundAt: fridayMorning,
  } as const;

  test('silences the alerts until its lease ends', () => {
    expect(plan(file(claimed, [acknowledged]), later(fridayMorning, 6))).toEqual({
      notices: [],
      dueAt: later(fridayMorning, 10),
      course: {},
    });
  });

  test('is over when its lease ends: the chain resumes where it stood', () => {
    const planned = plan(file(claimed, [acknowledged]), later(fridayMorning, 10));
    expect(planned?.course).toMatchObject({ step: 1, claimedBy: undefined, status: 'new' });
  });

  test('of a coordinator never silences an emergency, of a clinician it does', () => {
    const emergency = { ...claimed, level: 'E1', priority: 'red-flag' } as const;
    expect(plan(file(emergency))?.notices).toContain('page#0.0.0#okoye#sms');
    const clinician = plan(file({ ...emergency, claimedBy: 'sato', claimByClinician: true }));
    expect(clinician?.notices).toEqual(['safety#m1']);
  });

  test('never silences a flag that is newer', () => {
    const newer = {
      ...claimed,
      level: 'U',
      priority: 'red-flag',
      flaggedAt: later(fridayMorning, 1),
    } as const;
    expect(plan(file(newer), later(fridayMorning, 1))?.notices).toContain('page#0.0.0#sato#sms');
  });

  describe('before and after the promised time', () => {
    const promised = {
      warnAt: [later(fridayMorning, 7.5), later(fridayMorning, 12)],
      step: 1,
      repeat: 0,
      roundAt: later(fridayMorning, 5),
    };
    const acknowledged = sent('acknowledgement#m1');
    const alerts = ['marlow', 'ibarra', 'sato'].flatMap((person) =>
      ['email', 'sms'].map((way) => sent(`alert#0.1.0#${person}#${way}`)),
    );
    const kindsAt = (minutes: number, changes: Partial<Inquiry> = {}, notices: readonly Notice[] = []) =>
      plan(
        file({ ...promised, ...changes }, [acknowledged, ...alerts, ...notices]),
        later(fridayMorning, minutes),
      )?.notices.filter((key) => /^(warning|delay)/.test(key));

    test('those who were told are warned at half and at four fifths', () => {
      expect(kindsAt(7)).toEqual([]);
      expect(kindsAt(8)).toEqual([
        'warning#0.50#marlow#email',
        'warning#0.50#marlow#sms',
        'warning#0.50#ibarra#email',
        'warning#0.50#sato#email',
        'warning#0.50#sato#sms',
      ]);
      const given = sent('warning#0.50#marlow#email');
      expect(kindsAt(10, {}, [{ ...given, round: '0.50', at: later(fridayMorning, 8) }])).toEqual([]);
    });

    test('whoever has claimed it is warned alone', () => {
      const claim = { claimedBy: 'okoye', claimSince: fridayMorning, claimUntil: later(fridayMorning, 20) };
      expect(kindsAt(12, claim)).toEqual(['warning#0.80#okoye#email', 'warning#0.80#okoye#sms']);
    });

    test('it is looked at again when a warning is due', () => {
      const soon = plan(file(promised, [acknowledged, ...alerts]), later(fridayMorning, 7));
      expect(soon?.dueAt).toBe(later(fridayMorning, 7.5));
    });

    test('the patient is told once that it is late, with a new time', () => {
      const late = plan(file(promised, [acknowledged]), later(fridayMorning, 15));
      expect(late?.notices).toContain('delay#m1');
      expect(late?.course).toMatchObject({
        missedAt: later(fridayMorning, 15),
        newDeadline: later(fridayMorning, 30),
      });
      const told = { ...sent('delay#m1'), at: later(fridayMorning, 15) };
      const after = plan(
        file({ ...promised, missedAt: later(fridayMorning, 15) }, [acknowledged, told]),
        later(fridayMorning, 31),
      );
      expect(after?.notices.filter((key) => key.startsWith('delay'))).toEqual([]);
    });

    test('in an emergency people call: neither a warning nor an apology', () => {
      expect(kindsAt(20, { level: 'E1', priority: 'red-flag' })).toEqual([]);
    });
  });
});

describe('a practice where those who should be told are not there', () => {
  const without = (...roles: readonly string[]) => ({
    ...staff,
    onCall: [],
    schedules: [],
    members: staff.members.filter((member) => !member.roles.some((role) => roles.includes(role))),
  });

  test('pages everybody who is, in an emergency', () => {
    const notices = plan(
      file({ level: 'E0' }),
      fridayMorning,
      without('physician', 'manager', 'extender'),
    )?.notices;
    expect(notices?.filter((key) => key.startsWith('page'))).toEqual([
      expect.stringContaining('#marlow#email'),
      expect.stringContaining('#marlow#sms'),
      expect.stringContaining('#ibarra#email'),
    ]);
  });

  test('tells nobody else of an ordinary inquiry', () => {
    const people = without('physician', 'manager', 'extender', 'coordinator');
    expect(plan(file(), fridayMorning, people)?.notices).toEqual(['acknowledgement#m1']);
  });

  test('rings a manager who has nothing else to be told of it by', () => {
    const topic = { way: 'topic' as const, address: 'arn:aws:sns:us-east-1:123456789012:bell' };
    const people = {
      ...without('physician'),
      members: without('physician').members.map((member) =>
        member.id === 'bell' ? { ...member, reach: [topic] } : member,
      ),
    };
    const gaps = plan(file({ level: 'E0' }), fridayMorning, people)?.notices.filter((key) =>
      key.startsWith('gap'),
    );
    expect(gaps?.[0]).toMatch(/^gap#0\.0\.0#bell#topic$/);
  });
});
