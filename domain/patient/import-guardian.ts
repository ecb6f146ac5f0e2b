import type { Cells } from './import-entries.ts';
import { contactPoints, languageNamed, namesIn, type Warn } from './import-patient.ts';
import { filled } from './imported.ts';
import { type ImportedGuardian, relationshipNamed } from './keep-guardian.ts';

/** `Ash, Rowan` as `Rowan Ash`. */
function inOrder(written: string): string {
  const { firstName, lastName } = namesIn(written);
  return `${firstName} ${lastName}`.trim().slice(0, 200);
}

/**
 * The guardian that a row names, by columns of their own or as whoever pays (relationship `guarantor`, who is contacted by nobody until staff
 * say that they act for the minor). `countries`: see `countriesOf`. Undefined where it names nobody, the patient themself, or a number of the system's own.
 */
export function guardianIn(
  cell: Cells,
  countries: readonly string[],
  warn: Warn,
): ImportedGuardian | undefined {
  const own = cell('guardianName') || `${cell('guardianFirstName')} ${cell('guardianLastName')}`.trim();
  const written = own || cell('guarantorName');
  const name = inOrder(written);
  if (!/\p{L}{2}/u.test(name)) return undefined;
  const said = cell('guardianRelationship') || (own ? 'guardian' : 'guarantor');
  const relationship = relationshipNamed(said);
  if (relationship === undefined || relationshipNamed(name) === undefined) return undefined;
  const {
    invalid = [],
    unusable,
    ...points
  } = contactPoints({ email: cell('guardianEmail'), phone: cell('guardianPhone') }, countries);
  void unusable;
  if (invalid.length > 0) warn(`the guardian’s ${invalid.join(' and ')} cannot be used and was left out`);
  const language = cell('guardianLanguage') ? languageNamed(cell('guardianLanguage')) : undefined;
  return { name, relationship, ...filled(points), ...(language ? { language } : {}) };
}
