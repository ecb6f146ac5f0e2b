import { emergencyRoles } from '../../domain/escalation/duties.ts';
import type { StaffMember } from '../../domain/practice/practice.ts';
import { whyNotOnCall } from '../../domain/rota/may-be-on-call.ts';
import { isZone } from './check-zone.ts';
import type { Contradiction } from './contradiction.ts';
import type { PracticeFolder } from './read-practice.ts';

const textedAt = ({ reach }: StaffMember): readonly string[] =>
  reach.flatMap(({ way, address }) => (way === 'sms' ? [address] : []));
const sharesTexts = (one: StaffMember, other: StaffMember): boolean =>
  textedAt(one).some((number) => textedAt(other).includes(number));

/** Staff and who is on call without a rota: places that exist, ids and numbers of their own, duties that they may have. */
export function staffProblems({
  identity,
  escalation,
  staff: { members, onCall },
}: PracticeFolder): Contradiction[] {
  const setUp = { ...identity, emergencyRoles: emergencyRoles(escalation) };
  const places = new Set(identity.locations.map(({ id }) => id));
  const found: Contradiction[] = [];
  const file = 'practice.yaml';
  members.forEach((member, index) => {
    for (const place of member.locations)
      if (!places.has(place))
        found.push({ file, path: ['staff', index, 'locations'], message: `there is no location ${place}` });
    if (members.findIndex(({ id }) => id === member.id) !== index)
      found.push({ file, path: ['staff', index, 'id'], message: `${member.id} is used twice` });
    const sharer = members.slice(0, index).find((other) => sharesTexts(other, member));
    if (sharer)
      found.push({
        file,
        path: ['staff', index, 'reach'],
        message: `${sharer.id} is texted at the same number: nobody could tell who answers by text`,
      });
  });
  onCall.forEach((duty, index) => {
    for (const key of ['primary', 'backup'] as const) {
      const message =
        duty[key] === undefined ? undefined : whyNotOnCall(duty[key], duty.role, members, setUp);
      if (message !== undefined) found.push({ file, path: ['onCall', index, key], message });
    }
  });
  return found;
}

/** The rota: zones and places that exist, and only people who may have the duty. */
export function rotaProblems({
  identity,
  escalation,
  staff: { members, schedules = [] },
}: PracticeFolder): Contradiction[] {
  const setUp = { ...identity, emergencyRoles: emergencyRoles(escalation) };
  const places = new Set(identity.locations.map(({ id }) => id));
  return schedules.flatMap((schedule, index): Contradiction[] => {
    const at = (path: readonly (string | number)[], message: string): Contradiction => ({
      file: 'rota.yaml',
      path: ['schedules', index, ...path],
      message,
    });
    return [
      ...(isZone(schedule.zone) ? [] : [at(['zone'], `${schedule.zone} is no IANA time zone`)]),
      ...(schedule.locations ?? [])
        .filter((place) => !places.has(place))
        .map((place) => at(['locations'], `there is no location ${place}`)),
      ...(schedules.findIndex(({ id }) => id === schedule.id) === index
        ? []
        : [at(['id'], `${schedule.id} is used twice`)]),
      ...schedule.layers.flatMap((layer, layerIndex) =>
        layer.people.flatMap((person) => {
          const message = whyNotOnCall(person, schedule.role, members, setUp);
          return message === undefined ? [] : [at(['layers', layerIndex, 'people'], message)];
        }),
      ),
    ];
  });
}
