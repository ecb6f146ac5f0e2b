interface Totals {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Jest reporter: ends a run with one plain line, for whoever reads only the end. */
export default class ClosingLine {
  onRunComplete(_contexts: unknown, totals: Totals): void {
    console.log(
      `${totals.numPassedTests} passed, ${totals.numFailedTests + totals.numRuntimeErrorTestSuites} failed`,
    );
  }
}
