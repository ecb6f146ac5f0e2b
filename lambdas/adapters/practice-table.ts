import type { AuditEntry, AuditTrail } from '../../domain/practice/audit.ts';
import type { Compiled, OnCall, Staff, StaffMember } from '../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../domain/practice/staff-directory.ts';
import type { RotaChange, Schedule } from '../../domain/rota/rota.ts';
import { documents, type Item, partition } from './documents.ts';

const staffPartition = 'staff';
const memberKey = (id: string) => ({ pk: staffPartition, sk: `member#${id}` });
const dutyKey = { pk: staffPartition, sk: 'on-call' };
const scheduleKey = { pk: staffPartition, sk: 'schedules' };
const changeKey = (id: string) => ({ pk: staffPartition, sk: `change#${id}` });
const versionKey = { pk: staffPartition, sk: 'version' };
const bindingKey = (subject: string) => ({ pk: `sign-in#${subject}`, sk: 'sign-in' });

const memberOf = (item: Item): StaffMember => {
  const { pk, sk, leftAt, ...member } = item;
  void [pk, sk, leftAt];
  return member as unknown as StaffMember;
};

const isChange = (sk: unknown): boolean => String(sk).startsWith('change#');
const changeOf = (item: Item): RotaChange => {
  const { pk, sk, ...change } = item;
  void [pk, sk];
  return change as unknown as RotaChange;
};

/** The staff in the practice's table, read strongly: who has left is not there at the very next read. */
export function staffDirectory(table: string): StaffDirectory {
  const items = documents(table);

  async function stored(): Promise<readonly Item[]> {
    return items.all(partition(staffPartition));
  }
  async function member(id: string): Promise<StaffMember | undefined> {
    const item = await items.get(memberKey(id));
    return item && item.leftAt === undefined ? memberOf(item) : undefined;
  }

  return {
    current: async () => {
      const all = await stored();
      const members = all
        .filter(({ sk, leftAt }) => String(sk).startsWith('member#') && leftAt === undefined)
        .map(memberOf);
      const listed = <T>(key: { sk: string }): T[] =>
        (all.find(({ sk }) => sk === key.sk)?.entries ?? []) as T[];
      return {
        members,
        onCall: listed<OnCall>(dutyKey),
        schedules: listed<Schedule>(scheduleKey),
        changes: all.filter(({ sk, removedAt }) => isChange(sk) && removedAt === undefined).map(changeOf),
      };
    },
    member,
    version: async () => {
      const item = await items.get(versionKey);
      return item && String(item.version);
    },
    signedIn: async (subject, userName) => {
      const bound = await items.get(bindingKey(subject));
      if (bound) return member(String(bound.staff));
      const found = await member(userName);
      if (!found) return undefined;
      await items.putIf({ ...bindingKey(subject), staff: found.id });
      const now = await items.get(bindingKey(subject));
      return now?.staff === found.id ? found : undefined;
    },
    changeRota: async (change) => {
      await items.putIf({ ...changeKey(change.id), ...change });
    },
    removeRotaChange: async (id, now) =>
      (await items.updateIf(
        changeKey(id),
        { removedAt: now },
        { expression: 'attribute_exists(pk) AND attribute_not_exists(removedAt)' },
      )) !== undefined,
    sync: async (staff: Compiled<Staff>, now) => {
      const before = (await stored()).filter(
        ({ sk, leftAt }) => String(sk).startsWith('member#') && leftAt === undefined,
      );
      const known = new Set(before.map(({ sk }) => String(sk).slice('member#'.length)));
      const wanted = new Set(staff.value.members.map(({ id }) => id));
      for (const person of staff.value.members) await items.put({ ...memberKey(person.id), ...person });
      const removed = [...known].filter((id) => !wanted.has(id));
      for (const id of removed)
        await items.updateIf(memberKey(id), { leftAt: now }, { expression: 'attribute_exists(pk)' });
      await items.put({ ...dutyKey, entries: staff.value.onCall });
      await items.put({ ...scheduleKey, entries: staff.value.schedules ?? [] });
      await items.put({ ...versionKey, version: staff.version, at: now });
      return { added: [...wanted].filter((id) => !known.has(id)), removed };
    },
  };
}

/** The audit trail: one partition a day, append-only. */
export function auditTrail(table: string): AuditTrail {
  const items = documents(table);
  return {
    append: async (entry) => {
      await items.putIf({ pk: `audit#${entry.at.slice(0, 10)}`, sk: `${entry.at}#${entry.id}`, ...entry });
    },
    list: async ({ day, cursor, limit }) => {
      const page = await items.page(
        {
          KeyConditionExpression: 'pk = :day',
          ExpressionAttributeValues: { ':day': `audit#${day}` },
          ScanIndexForward: false,
          Limit: limit,
        },
        cursor,
      );
      const entries = page.items.map(({ pk, sk, ...entry }) => {
        void [pk, sk];
        return entry as unknown as AuditEntry;
      });
      return { items: entries, ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
    },
  };
}
