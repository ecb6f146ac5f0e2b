import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Finds the staff id that a sign-in of a role belongs to, in the practice's own configuration. */
export function staffOfPractice(file: string): (role: string) => string | undefined {
  const { staff = [] } = parse(readFileSync(file, 'utf8')) as { staff?: { id: string; roles: string[] }[] };
  return (role) => staff.find(({ roles }) => roles.includes(role))?.id;
}
