import type { SharedCause } from "../engine/finding/finding.js";
import { grouped } from "./grouped.js";
import { visible } from "./visible.js";

/** `cause of 23 findings: shop/pool.py:73:13 bound here`, for formats that have nothing but text. */
export function sharedCauseLine({ path, start, message, findings }: SharedCause): string {
  const place = `${visible(path)}:${String(start.line)}:${String(start.column)}`;
  return `cause of ${grouped(findings)} findings: ${place} ${visible(message)}`.trimEnd();
}
