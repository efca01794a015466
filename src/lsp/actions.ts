import { resolve } from "node:path";
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { applyFixes, type Candidate } from "../engine/fix/apply-fixes.js";
import { silencing } from "../engine/fix/silence.js";
import type { Finding, FindingFix, Step } from "../engine/finding/finding.js";
import { findFault } from "../python/grammar/check.js";
import { visible } from "../report/visible.js";
import { diagnosticOf } from "./diagnostics.js";
import { positionOf, rangeOf, touches, uriOf } from "./places.js";

/** Fixes whatever is safe to fix in a document, as `--fix` does. */
export const FIX_ALL = "source.fixAll.scarlint";

/** The command that shows a place. */
export const OPEN = "scarlint.open";

/** What stands for the reason in a comment, where the editor cannot ask for one. */
const NO_REASON = "TODO: say why";

/** A document and what is known of it. */
export interface Acting {
  readonly root: string;
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  /** In the document. */
  readonly findings: readonly Finding[];
  /** What a file of the scan holds. */
  readonly textOf: (path: string) => string | undefined;
  /** Whether the client can show a place when it is asked to. */
  readonly canShow: boolean;
}

/** What can be done about the findings in a range of a document. */
export async function actionsFor({ range, context }: CodeActionParams, acting: Acting): Promise<CodeAction[]> {
  const wants = (kind: string): boolean =>
    context.only?.some((only) => only === kind || kind.startsWith(`${only}.`) || only === "") ?? true;
  const here = acting.findings.filter((finding) => touches(rangeOf(finding), range));
  const all = wants(FIX_ALL) ? fixAll(acting) : [];
  if (!wants(CodeActionKind.QuickFix)) return all;
  const own = await Promise.all(here.map((finding) => actionsOf(finding, acting)));
  return [...own.flat(), ...all];
}

async function actionsOf(finding: Finding, acting: Acting): Promise<CodeAction[]> {
  const diagnostics = [diagnosticOf(finding, acting.root)];
  const fixes = finding.fixes.flatMap((fix) => fixAction({ finding, fix }, diagnostics, acting));
  const silence = await silenceAction(finding, diagnostics, acting);
  const open = acting.canShow ? openActions(finding, diagnostics, acting) : [];
  return [...fixes, ...silence, ...open];
}

function fixAction(candidate: Candidate, diagnostics: Diagnostic[], acting: Acting): CodeAction[] {
  const { fix } = candidate;
  const paths = [...new Set(fix.edits.map(({ path }) => path))];
  const texts = new Map(paths.flatMap((path) => withText(path, acting)));
  if (applyFixes([candidate], texts, faultOf).applied.length === 0) return [];
  const warning = fix.isSafe ? "" : " (may change what the program does)";
  return [
    {
      title: visible(`${fix.description}${warning}`),
      kind: CodeActionKind.QuickFix,
      diagnostics,
      isPreferred: fix.isSafe,
      edit: editOf([fix], acting.root),
    },
  ];
}

function withText(path: string, acting: Acting): [path: string, text: string][] {
  const text = path === acting.path ? acting.text : acting.textOf(path);
  return text === undefined ? [] : [[path, text]];
}

/** All fixes that are safe and stay in the document; of two that overlap, the other is there to be fixed afterwards. */
function fixAll(acting: Acting): CodeAction[] {
  const { path, text, findings, root } = acting;
  const candidates = findings.flatMap((finding) => {
    const fix = finding.fixes.find(({ isSafe }) => isSafe);
    return fix?.edits.every((edit) => edit.path === path) ? [{ finding, fix }] : [];
  });
  const { applied } = applyFixes(candidates, new Map([[path, text]]), faultOf);
  if (applied.length === 0) return [];
  const edit = editOf(
    applied.map(({ fix }) => fix),
    root,
  );
  return [{ title: "Fix all that scarlint can fix safely", kind: FIX_ALL, edit }];
}

/** The edits of some fixes that do not overlap; two that need the same import bring it once. */
function editOf(fixes: readonly FindingFix[], root: string): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  const seen = new Set<string>();
  for (const edit of fixes.flatMap(({ edits }) => edits)) {
    const key = JSON.stringify([edit.path, edit.start, edit.end, edit.text]);
    if (seen.has(key)) continue;
    seen.add(key);
    (changes[uriOf(resolve(root, edit.path))] ??= []).push({ range: rangeOf(edit), newText: edit.text });
  }
  return { changes };
}

function faultOf(text: string): string | undefined {
  return findFault(text)?.message;
}

async function silenceAction(finding: Finding, diagnostics: Diagnostic[], acting: Acting): Promise<CodeAction[]> {
  const { root, path, text } = acting;
  const comment = `# scarlint: ignore[${finding.rule}] ${NO_REASON}`;
  const place = await silencing(text, finding.start.line, comment);
  if (!place) return [];
  const at = positionOf(place.at);
  const newText = `${place.before}${comment}${place.after}`;
  return [
    {
      title: `Silence ${finding.rule} here, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      edit: { changes: { [uriOf(resolve(root, path))]: [{ range: { start: at, end: at }, newText }] } },
    },
  ];
}

function openActions(finding: Finding, diagnostics: Diagnostic[], { root }: Acting): CodeAction[] {
  const title = (step: Step): string => visible(`Open ${step.path}:${String(step.start.line)}: ${step.message}`);
  return [...finding.related, ...finding.flow].map((step) => ({
    title: title(step),
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title: title(step), command: OPEN, arguments: [uriOf(resolve(root, step.path)), rangeOf(step)] },
  }));
}
