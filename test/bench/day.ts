/** Where the benched practice is, and the morning that is measured: Friday, 20 November 2026, 10:05 in Chicago. */
export const zone = 'America/Chicago';
export const now = '2026-11-20T16:05:00.000Z';
export const today = '2026-11-20';
