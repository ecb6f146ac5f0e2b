import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes a table of so many invented patients, each with a treatment. */
export function writeManyRows(file: string, count: number): void {
  const out = openSync(file, 'w');
  writeSync(out, 'patient_id,first_name,last_name,email,phone,treatment,treatment_date\n');
  for (let row = 0; row < count; row += 1)
    writeSync(
      out,
      `p${row},Rowan,Ellery ${row},rowan.${row}@example.com,+1512555${String(row % 10_000).padStart(4, '0')},Botox,2026-0${1 + (row % 9)}-15\n`,
    );
  closeSync(out);
}
