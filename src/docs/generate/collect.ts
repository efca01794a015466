import { readdirSync } from "node:fs";
import path from "node:path";
import { Node, Project, SyntaxKind, type CallExpression, type ExportAssignment, type SourceFile } from "ts-morph";
import type { FixKind } from "../../engine/rule.js";
import { SEVERITIES } from "../../engine/severity.js";
import { parseComment } from "../comment.js";
import type { DocumentedRule, RuleFacts } from "../page.js";

/** The rules that could be read, sorted by id, and one line for each that could not. */
export interface Collection {
  readonly rules: readonly DocumentedRule[];
  readonly problems: readonly string[];
}

const FIX_KINDS: readonly FixKind[] = ["safe", "unsafe"];

/** Reads every `rules/<domain>/<name>.ts` of a project: its comment, and what the rule says of itself. */
export function collectRules(root: string): Collection {
  const project = new Project({ skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true });
  const rules: DocumentedRule[] = [];
  const problems: string[] = [];
  for (const id of ruleIds(root)) {
    try {
      rules.push(readRule(id, project.addSourceFileAtPath(path.join(root, "rules", `${id}.ts`))));
    } catch (error) {
      problems.push(`rules/${id}.ts: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { rules, problems };
}

function ruleIds(root: string): string[] {
  const folder = path.join(root, "rules");
  const domains = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const ids = domains.flatMap(({ name: domain }) =>
    readdirSync(path.join(folder, domain))
      .filter((file) => /^[a-z0-9-]+\.ts$/.test(file))
      .map((file) => `${domain}/${file.slice(0, -".ts".length)}`),
  );
  return ids.sort();
}

function readRule(id: string, source: SourceFile): DocumentedRule {
  const exported = source.getExportAssignment((assignment) => !assignment.isExportEquals());
  if (!exported) throw new Error("the rule is not the default export");
  return { ...factsOf(exported), doc: { id, ...parseComment(commentAbove(exported)) } };
}

function commentAbove(exported: ExportAssignment): string {
  const comment = exported
    .getLeadingCommentRanges()
    .map((range) => range.getText())
    .findLast((text) => text.startsWith("/**"));
  if (comment === undefined) throw new Error("the rule has no comment above its default export");
  return comment;
}

/** What a rule says of itself, as literals of the call `rule({ … })`, so that nothing has to be compiled to document it. */
function factsOf(exported: ExportAssignment): RuleFacts {
  const call = exported.getExpressionIfKind(SyntaxKind.CallExpression);
  const written = propertyOf(call, "severity");
  const severity = SEVERITIES.find((known) => Node.isStringLiteral(written) && written.getLiteralValue() === known);
  if (!severity) throw new Error(`the rule's severity has to be one of "${SEVERITIES.join('", "')}"`);
  const cwe = propertyOf(call, "cwe");
  if (cwe && !Node.isNumericLiteral(cwe)) throw new Error("the rule's cwe has to be a number");
  const fixes = propertyOf(call, "fixes");
  const formerly = propertyOf(call, "formerly");
  return {
    severity,
    ...(cwe && { cwe: cwe.getLiteralValue() }),
    ...(fixes && { fixes: fixKindsOf(fixes) }),
    ...(formerly && { formerly: textsOf(formerly) }),
  };
}

function textsOf(list: Node): string[] {
  return list.getDescendantsOfKind(SyntaxKind.StringLiteral).map((text) => text.getLiteralValue());
}

function fixKindsOf(fixes: Node): FixKind[] {
  const texts = Node.isArrayLiteralExpression(fixes) ? fixes.getElements().map((element) => element.getText()) : [];
  const kinds = FIX_KINDS.filter((kind) => texts.includes(`"${kind}"`));
  if (kinds.length === 0 || kinds.length < texts.length) {
    throw new Error(`the rule's fixes have to be a list of "${FIX_KINDS.join('", "')}"`);
  }
  return kinds;
}

function propertyOf(call: CallExpression | undefined, name: string): Node | undefined {
  const definition = call?.getArguments()[0];
  if (!Node.isObjectLiteralExpression(definition)) throw new Error("the default export has to be a call rule({ … })");
  return definition.getProperty(name)?.asKind(SyntaxKind.PropertyAssignment)?.getInitializer();
}
