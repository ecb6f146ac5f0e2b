/** The source of the hourly synthetic red flag; no source of a practice may be named so. */
export const heartbeatSource = 'heartbeat';
