import type { Finding, SharedCause } from "../engine/finding/finding.js";
import { grouped } from "./grouped.js";
import { visible } from "./visible.js";

/** `cause of 23 findings: shop/pool.py:73:13 bound here`, for formats that have nothing but text. */
export function sharedCauseLine({ path, start, message, findings }: SharedCause): string {
  const place = `${visible(path)}:${String(start.line)}:${String(start.column)}`;
  return `cause of ${grouped(findings)} findings: ${place} ${visible(message)}`.trimEnd();
}

/** A place behind fewer findings is nothing to begin with. */
const LEAST_SHARED = 3;

/** The places that findings follow from together, those behind most of them first. */
export function sharedCausesOf(findings: readonly Finding[]): SharedCause[] {
  const causes = new Map(
    findings.flatMap(({ sharedCause }) =>
      sharedCause ? [[JSON.stringify([sharedCause.path, sharedCause.start]), sharedCause] as const] : [],
    ),
  );
  return [...causes.values()].filter((cause) => cause.findings >= LEAST_SHARED).sort((a, b) => b.findings - a.findings);
}
