import { rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** Takes away what shipped-practice.ts wrote. */
export default function forget(): void {
  const file = process.env.HEARD_SHIPPED_PRACTICE;
  if (file) rmSync(dirname(file), { recursive: true, force: true });
}
