import type { PageData } from "../../../../src/report/html/shape.js";

/** A program to scan: its files, each a path and a text. */
export interface Question {
  readonly id: number;
  readonly files: readonly (readonly [path: string, text: string])[];
}

/** What was found in it, or why it could not be scanned. */
export type Answer =
  | { readonly id: number; readonly data: PageData; readonly milliseconds: number }
  | { readonly id: number; readonly problem: string };
