import type { RotaChange } from '../rota/rota.ts';
import type { Compiled, Staff, StaffMember } from './practice.ts';
/** The staff as it is now. A person who left is not in it, and so has no role, no link and no page. */
export interface StaffDirectory {
  /** Members and on-call entries of the last sync, strongly read. */
  current(): Promise<Staff>;
  /** One member, if still there. */
  member(id: string): Promise<StaffMember | undefined>;
  /** The version of the configuration that was synced last. */
  version(): Promise<string | undefined>;
  /** The member a sign-in belongs to: bound by subject at the first sign-in, by user name (the staff id) until then. */
  signedIn(subject: string, userName: string): Promise<StaffMember | undefined>;
  /** Keeps an override or an absence; the same id again changes nothing. */
  changeRota(change: RotaChange): Promise<void>;
  /** Takes an override or an absence back; false if there is none. It stays on record. */
  removeRotaChange(id: string, now: string): Promise<boolean>;
  /** Makes the directory what the configuration says; members who are not in it any more lose everything. */
  sync(
    staff: Compiled<Staff>,
    now: string,
  ): Promise<{ added: readonly string[]; removed: readonly string[] }>;
}
