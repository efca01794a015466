import type { Baseline, Entry } from "../engine/judge/baseline.js";
import { BASELINE_VERSION } from "../engine/judge/baseline-file.js";
import { visibleJson } from "../report/visible.js";

/** A baseline as a file's text: sorted, a finding a line, so that a change of it is read and merged with ease. */
export function spelled({ audit, entries }: Baseline): string {
  const lines = [...entries]
    .sort(compareEntries)
    .map(
      ({ path, rule, lineHash, message, within }) => `    ${JSON.stringify({ path, rule, lineHash, message, within })}`,
    );
  const findings = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  const likely = audit ? `  "audit": true,\n` : "";
  return visibleJson(`{\n  "version": ${String(BASELINE_VERSION)},\n${likely}  "findings": ${findings}\n}\n`);
}

function compareEntries(a: Entry, b: Entry): number {
  return (
    byCodeUnits(a.path, b.path) ||
    byCodeUnits(a.rule, b.rule) ||
    byCodeUnits(a.message, b.message) ||
    byCodeUnits(a.lineHash, b.lineHash)
  );
}

/** Not by locale: the order must be the same on every machine. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
