import type { Practice } from '../practice/practice.ts';
import { addressTask } from '../recall/address-task.ts';
import { localDay } from '../recall/local-day.ts';
import type { CallTask } from '../recall/touch.ts';
import { zoneOf } from '../recall/zones.ts';
import type { Patient, Unusable } from './patient.ts';

type Flags = Pick<Patient, 'invalid' | 'unusable'>;
type Field = keyof Unusable;
const fields: readonly Field[] = ['email', 'phone'];

/** Flags of the fields that are left, without members where there are none. */
function flagsOf(invalid: readonly string[], unusable: Unusable): Flags {
  const noted = Object.fromEntries(
    fields
      .filter((field) => invalid.includes(field) && unusable[field])
      .map((field) => [field, unusable[field]]),
  );
  return {
    ...(invalid.length > 0 ? { invalid: [...new Set(invalid)].sort() } : {}),
    ...(Object.keys(noted).length > 0 ? { unusable: noted } : {}),
  };
}

/** The same without the flags of these fields, and what was noted of them. */
export function withoutFlags<T extends Flags>(of: T, right: readonly Field[]): Omit<T, keyof Flags> & Flags {
  const { invalid = [], unusable = {}, ...rest } = of;
  return {
    ...rest,
    ...flagsOf(
      invalid.filter((field) => !right.some((one) => one === field)),
      unusable,
    ),
  };
}

/** The same with flags of these fields, and what was given for them last. */
export function withFlags<T extends Flags>(
  of: T,
  { invalid = [], unusable = {} }: Flags,
): Omit<T, keyof Flags> & Flags {
  const before = withoutFlags(
    of,
    fields.filter((field) => invalid.includes(field)),
  );
  return {
    ...before,
    ...flagsOf([...(before.invalid ?? []), ...invalid], { ...before.unusable, ...unusable }),
  };
}

/** Flags of two records that are one: those of whichever its address comes from, of both where neither has one. */
export function mergedFlags(ours: Patient, theirs: Patient): Flags {
  const of = fields.map((field) => {
    const from = ours[field] ? [ours] : theirs[field] ? [theirs] : [ours, theirs];
    const flagged = from.filter(({ invalid = [] }) => invalid.includes(field));
    return { field, flagged, noted: flagged.find(({ unusable }) => unusable?.[field])?.unusable?.[field] };
  });
  return flagsOf(
    of.flatMap(({ field, flagged }) => (flagged.length > 0 ? [field] : [])),
    Object.fromEntries(of.flatMap(({ field, noted }) => (noted ? [[field, noted]] : []))),
  );
}

const words: Readonly<Record<Field, { readonly it: string; readonly goesOn: string }>> = {
  email: { it: 'an e-mail address', goesOn: 'mail goes on to the one that was known before' },
  phone: { it: 'a number', goesOn: 'texts and calls go on to the one that was known before' },
};

/** Tasks to ask which address is right, where another system gave one that cannot be used while one is known that can. `now` is an ISO instant. */
export function correctionTasks(
  known: Patient | undefined,
  patient: Patient,
  { practice, now }: { readonly practice: Practice; readonly now: string },
): readonly CallTask[] {
  if (!known || patient.deceased) return [];
  const day = localDay(now, zoneOf(patient, practice));
  return fields
    .filter((field) => patient[field] && patient.unusable?.[field])
    .filter((field) => patient.unusable?.[field] !== known.unusable?.[field])
    .map((field) =>
      addressTask(
        {
          id: `unusable.${patient.id}.${field}.${day}`,
          patient,
          why: `the practice’s system has ${words[field].it} for them that cannot be used, and ${words[field].goesOn}: ask which is right, and correct it in both`,
        },
        practice,
        now,
      ),
    );
}
