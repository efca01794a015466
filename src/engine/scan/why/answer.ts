import type { Origin } from "../../../config/settings.js";
import type { Finding, Purpose, SuppressedFinding } from "../../finding/finding.js";

/** What becomes of something that a rule has found. */
export type Fate =
  | { readonly kind: "reported" }
  /** Its rule does not run on the file. */
  | { readonly kind: "off"; readonly by: Origin }
  /** It is not proved, or nothing runs it: that is told with `--audit` only. */
  | { readonly kind: "audit-only" }
  | { readonly kind: "below-min-severity" }
  /** Another rule says more about the very same place. */
  | { readonly kind: "covered"; readonly rule: string }
  | ({ readonly kind: "silenced" } & SuppressedFinding["suppression"])
  | { readonly kind: "in-baseline" }
  /** It is a related place of another finding, which has the same cause. */
  | { readonly kind: "same-cause"; readonly as: Finding };

/** What came of asking a rule about a file. */
export type Asked =
  | { readonly kind: "off"; readonly by: Origin }
  /** The file holds none of the words that the rule looks for. */
  | { readonly kind: "no-words"; readonly words: readonly string[] }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "looked" };

/** What is known of a file and a line in it beside what was found. */
export interface Circumstances {
  /** Why a scan of the directory passes the file over, as a phrase that goes on from `it`. */
  readonly leftOut?: string;
  /** Why the file cannot be read: nothing else is known then. */
  readonly unread?: string;
  /** Why no CPython compiles it, and in which line. */
  readonly fault?: { readonly line: number; readonly message: string };
  readonly purpose?: Purpose;
  /** Why nothing of the project runs the line, as a sentence. */
  readonly unrun?: string;
}

/** Why a line is reported or not. */
export interface WhyAnswer extends Circumstances {
  /** Absolute; what paths are relative to. */
  readonly root: string;
  readonly path: string;
  readonly line: number;
  /** The text of the line; empty where the file cannot be read. */
  readonly code: string;
  /** What rules have found at the line, whether or not it is reported. */
  readonly found: readonly { readonly finding: Finding; readonly fate: Fate }[];
  /** What is reported elsewhere and gives the line as evidence. */
  readonly evidence: readonly Finding[];
  /** In the order of the rules. */
  readonly rules: readonly { readonly id: string; readonly asked: Asked }[];
  /** Whether something went wrong elsewhere, so that more may have been missed. */
  readonly isIncomplete: boolean;
}
