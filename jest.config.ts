import type { Config } from 'jest';

// Log lines of handlers would drown what the tests say.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';

export default {
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/strip-types.ts' },
  reporters: ['default', '<rootDir>/test/support/closing-line.ts'],
  globalSetup: '<rootDir>/test/support/shipped-practice.ts',
  globalTeardown: '<rootDir>/test/support/forget-practice.ts',
  testTimeout: 60_000,
  maxWorkers: 2,
  // Further journeys, so that the gate keeps within its time: `npm run test:long`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/'],
} satisfies Config;
