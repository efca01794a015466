import { counted } from "../counted.js";
import type { Colors } from "picocolors/types.js";
import type { BarView } from "../evidence/bars.js";
import { KINDS, nameOf } from "../evidence/category.js";
import type { Evidence, FailedTest } from "../evidence/evidence.js";
import { proofOf } from "../evidence/proof.js";
import { percentText, secondsText } from "../evidence/wording.js";
import { shareText } from "./evidence-markdown.js";
import { visible } from "./visible.js";

/** So many failures are told of one by one. */
const MOST_SHOWN = 50;

/** What evidence comes to, for a terminal. */
export function toEvidenceText(evidence: Evidence, bars: readonly BarView[], colors: Colors): string {
  const { runs, failures, coverage, hollow } = evidence;
  const lines = [
    ...runs.map(({ run, counts, rate }) => {
      const parts = [
        counted(counts.tests, "test"),
        `${String(counts.passed)} passed`,
        `${String(counts.failed)} failed`,
        counted(counts.errors, "error"),
        `${String(counts.skipped)} skipped`,
      ];
      const rest = [
        counts.xfailed > 0 ? `${String(counts.xfailed)} expected to fail` : "",
        counts.retried > 0 ? `${String(counts.retried)} retried` : "",
      ].filter(Boolean);
      return `${colors.bold(visible(run.name))}: ${[...parts, ...rest].join(", ")}; ${rate === undefined ? "no test ran" : percentText(rate)} in ${secondsText(run.seconds)}`;
    }),
    ...failureLines(failures, colors),
    ...(coverage
      ? [`Coverage: ${shareText(coverage.total)}${coverage.before ? `, before ${shareText(coverage.before)}` : ""}`]
      : []),
    ...(coverage?.incomparable === undefined ? [] : [coverage.incomparable]),
    ...(hollow.tests.length > 0
      ? [
          `${counted(hollow.tests.length, "test")} assert${hollow.tests.length === 1 ? "s" : ""} nothing that could fail`,
        ]
      : []),
    ...proofOf(evidence).map(visible),
    ...bars.map(({ name, asked, found, isMet }) => {
      return `${isMet ? colors.green("met") : colors.red("missed")} ${name}: ${asked}, found ${found}`;
    }),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function failureLines(failures: readonly FailedTest[], { yellow, red }: Colors): string[] {
  const sorted = KINDS.flatMap((kind) => failures.filter(({ category }) => category.kind === kind));
  const lines = sorted.slice(0, MOST_SHOWN).map(({ id, category, origin, file }) => {
    const place = origin ? nameOf(origin).slice(1, -1) : (file ?? "");
    const paint = category.kind === "production bug" ? red : yellow;
    return `${visible(place === "" ? id : `${place} ${id}`)} ${paint(category.kind)}: ${visible(category.evidence)}`;
  });
  const left = sorted.length - lines.length;
  return [...lines, ...(left > 0 ? [`and ${counted(left, "more failure")}; --format json has them all`] : [])];
}
