import type { DomainError } from '../../domain/errors.ts';

/** HTTP status of each kind of domain error. Anything else is our own fault: 500, without its message. */
export const statusOf: Readonly<Record<DomainError['code'], number>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  refused: 422,
  unseen: 428,
  unavailable: 503,
};
