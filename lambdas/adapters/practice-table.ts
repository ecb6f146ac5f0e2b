import type { AuditEntry, AuditTrail } from '../../domain/practice/audit.ts';
import type { Compiled, OnCall, Staff, StaffMember } from '../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../domain/practice/staff-directory.ts';
import { documents, type Item, partition } from './documents.ts';

const staffPartition = 'staff';
const memberKey = (id: string) => ({ pk: staffPartition, sk: `member#${id}` });
const dutyKey = { pk: staffPartition, sk: 'on-call' };
const versionKey = { pk: staffPartition, sk: 'version' };
const bindingKey = (subject: string) => ({ pk: `sign-in#${subject}`, sk: 'sign-in' });

const memberOf = (item: Item): StaffMember => {
  const { pk, sk, leftAt, ...member } = item;
  void [pk, sk, leftAt];
  return member as unknown as StaffMember;
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
      const duty = all.find(({ sk }) => sk === dutyKey.sk);
      return { members, onCall: (duty?.entries ?? []) as OnCall[] };
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
