import TestSequencer from '@jest/test-sequencer';

/** What takes minutes, by the end of its path: begun last it would keep one core busy and leave the others idle. */
const slowest = [
  'e2e/readme.spec.ts',
  'crash/corrections.crash.spec.ts',
  'crash/service.crash.spec.ts',
  'on-the-engine.spec.ts',
  'engine/views.spec.ts',
  'e2e/start.spec.ts',
  'e2e/command-line.spec.ts',
  'crash/erasure.crash.spec.ts',
  'crash/views.crash.spec.ts',
];

/** Jest begins with the tests that took longest, which it does not know of on a clean checkout. */
export default class SlowestFirst extends TestSequencer {
  sort(tests) {
    const place = ({ path }) => {
      const i = slowest.findIndex(end => path.endsWith(end));
      return i < 0 ? slowest.length : i;
    };
    return super.sort(tests).sort((a, b) => place(a) - place(b));
  }
}
