import { availableParallelism } from 'node:os';

/** Jest runs the TypeScript sources as ES modules; worker threads and child processes run what `npm run build` made of them. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: true,
      },
    ],
  },
  moduleNameMapper: {
    '^@mithaq/(domain|event-store|projections)$': '<rootDir>/libs/$1/src/index.ts',
    '^@mithaq/domain/testing$': '<rootDir>/libs/domain/src/testing/specify.ts',
    '^@mithaq/event-store/testing$': '<rootDir>/libs/event-store/src/testing/event-store.contract.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testTimeout: 120_000,
  // Many tests wait for a disk or another process: one more of them than there are cores keeps these busy.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/jest.sequencer.js',
};
