/** Where a baseline is written unless told otherwise. */
export const BASELINE_FILE = ".scarlint-baseline.json";
