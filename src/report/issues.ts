import { createHash } from "node:crypto";
import type { IssueFormat } from "../config/formats.js";
import { URGENCY } from "../docs/page.js";
import type { Severity } from "../engine/severity.js";
import { plain } from "./markdown.js";
import { visible } from "./visible.js";

/** A bug to file. */
export interface Issue {
  /** The same for the same bug in every run, and for no other one. */
  readonly key: string;
  readonly title: string;
  /** In Markdown. */
  readonly body: string;
  readonly severity: Severity;
  readonly rule: string;
}

/** Longer titles are refused, or cut in the middle of a word. */
const LONGEST_TITLE = 200;

/** What names a bug by what it was when it was first told of. */
export function keyOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** An issue as the platform's interface takes it when one is made, in JSON. */
export function toIssue({ key, title, body, severity, rule }: Issue, format: IssueFormat): string {
  const labels = ["scarlint", URGENCY[severity].name, severity, rule.split("/")[0] ?? ""];
  const shown = visible(title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title);
  const text = `${body.trimEnd()}\n\n<!-- scarlint-key: ${key} -->\n`;
  const issue =
    format === "github-issues"
      ? { title: shown, body: text, labels }
      : { title: shown, description: text, labels: labels.join(",") };
  return `${JSON.stringify(issue, undefined, 2)}\n`;
}

/** What a bug is called where nothing is marked up. */
export function issueTitle(urgency: string, message: string, path: string): string {
  const [sentence = ""] = message.split(/(?<=[^.])\.(?:\s|$)/);
  return `[${urgency}] ${sentence} (${path})`;
}

/** Lines of a body that name places. */
export function placeList(
  places: readonly { readonly path: string; readonly line: number; readonly said: string }[],
): string {
  return places.map(({ path, line, said }) => `- \`${visible(path)}:${String(line)}\`: ${plain(said)}`).join("\n");
}
