import { gzipSync } from "node:zlib";
import type { Finding, ScanResult } from "../engine/finding/finding.js";
import { SEVERITIES } from "../engine/severity.js";
import { MOST_RELATED, MOST_STEPS, toSarif, type SarifTool } from "./sarif.js";
import { visibleJson } from "./visible.js";
import { grouped } from "./grouped.js";

/** How many results of a run GitHub code scanning takes. */
const MOST_RESULTS = 25_000;
/** How many bytes of a log it takes, once they are compressed. */
const MOST_BYTES = 10_000_000;

/** A log that code scanning takes. */
export interface Upload {
  readonly sarif: string;
  /** What is not in it, one sentence each. */
  readonly cut: readonly string[];
}

/** A run as a SARIF log within the limits of GitHub code scanning: where not all fits, the most severe results stay. */
export function toUpload(result: ScanResult, tool: SarifTool): Upload {
  const { findings } = result;
  for (let most = MOST_RESULTS, limit = "25,000 results"; ; limit = "10 MB") {
    const kept = gravest(findings, most);
    const cut = [...leftOut(findings.length, kept.length, limit), ...shortened(kept)];
    const sarif = visibleJson(toSarif({ ...result, findings: kept }, tool, cut));
    const bytes = sarif.length > MOST_BYTES / 2 ? gzipSync(sarif).length : 0;
    if (bytes <= MOST_BYTES || kept.length === 0) return { sarif, cut };
    most = Math.min(kept.length - 1, Math.floor((kept.length * MOST_BYTES * 0.97) / bytes));
  }
}

/** So many findings: the most severe, of equals the first, in the order that they had. */
function gravest(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings;
  const byGravity = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const kept = new Set(byGravity.slice(0, most));
  return findings.filter((finding) => kept.has(finding));
}

function leftOut(all: number, kept: number, limit: string): string[] {
  if (kept === all) return [];
  return [
    `${count(all - kept)} of ${count(all)} results, the least severe, are left out of the SARIF log: GitHub code scanning takes ${limit}.`,
  ];
}

function shortened(findings: readonly Finding[]): string[] {
  const long = findings.filter(({ related, flow }) => related.length > MOST_RELATED || flow.length > MOST_STEPS).length;
  if (long === 0) return [];
  const limits = `${count(MOST_RELATED)} related places and ${count(MOST_STEPS)} steps`;
  return [
    `${long === 1 ? "1 result is" : `${count(long)} results are`} shortened in the SARIF log to ${limits}, which is what GitHub code scanning takes.`,
  ];
}

function count(number: number): string {
  return grouped(number);
}
