import type {
  ArtifactLocation,
  CodeFlow,
  Fix,
  Invocation,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  Replacement,
  ReportingConfiguration,
  ReportingDescriptor,
  Result,
} from "sarif";
import { precisionOf } from "../docs/measured.js";
import { rulePage } from "../docs/page.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import type { Failure, Finding, FindingFix, FixEdit, Place, ScanResult, Step } from "../engine/finding/finding.js";
import type { RegisteredRule } from "../engine/rule.js";
import type { Severity } from "../engine/severity.js";
import { partsOf } from "../engine/finding/message.js";

/** What a SARIF file says about the tool beside its findings. */
export interface SarifTool {
  readonly version: string;
  /** Address of the project, without a slash at its end. */
  readonly homepage: string;
  /** Every rule that ran, sorted by id. */
  readonly rules: readonly RegisteredRule[];
  readonly docs: ReadonlyMap<string, RuleDoc>;
}

/** The base of all paths: code scanning puts the repository's root in its place. */
const ROOT = "%SRCROOT%";

/** GitHub cuts longer descriptions off in the middle of a word. */
const LONGEST_DESCRIPTION = 1024;
const LONGEST_NAME = 255;
/** How many related places of a result GitHub has room for. */
export const MOST_RELATED = 100;
/** How many steps of a flow GitHub has room for. */
export const MOST_STEPS = 1000;

const LEVEL: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** GitHub calls more than 9.0 critical, 7.0 high, 4.0 medium. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
};

/**
 * A run as a SARIF 2.1.0 log, as GitHub code scanning reads it. The same run gives the same bytes.
 *
 * @param cut what was left out of the run, for whoever reads the log
 */
export function toSarif(result: ScanResult, tool: SarifTool, cut: readonly string[] = []): string {
  const indexes = new Map(tool.rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "scarlint",
            version: tool.version,
            semanticVersion: tool.version,
            informationUri: tool.homepage,
            rules: tool.rules.map((rule) => descriptor(rule, tool)),
          },
        },
        automationDetails: { id: "scarlint/" },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT]: { description: { text: "The root of the source tree." } } },
        invocations: [invocation(result.failures, indexes, cut)],
        results: result.findings.map((finding) => toResult(finding, indexes)),
        ...(result.part && { properties: { shard: result.part } }),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, rule }: RegisteredRule, { docs, homepage }: SarifTool): ReportingDescriptor {
  const doc = docs.get(id);
  const level: ReportingConfiguration["level"] = LEVEL[rule.severity];
  return {
    id,
    name: pascalCase(id).slice(0, LONGEST_NAME),
    ...(rule.formerly && { deprecatedIds: [...rule.formerly] }),
    ...(doc && {
      shortDescription: { text: shortened(flat(doc.summary)) },
      fullDescription: { text: shortened(flat(doc.description)) },
      help: { text: helpText(doc), markdown: rulePage({ ...rule, doc }) },
    }),
    helpUri: `${homepage}/blob/main/docs/rules/${id}.md`,
    defaultConfiguration: { level },
    properties: {
      precision: precisionOf(id),
      "problem.severity": level === "note" ? "recommendation" : level,
      ...(rule.cwe === undefined ? {} : { "security-severity": SECURITY_SEVERITY[rule.severity] }),
      tags: tagsOf(id, rule.cwe),
    },
  };
}

/** The rule's domain, and for a weakness what makes code scanning show it among the security alerts. */
function tagsOf(id: string, cwe: number | undefined): string[] {
  const domain = id.slice(0, id.indexOf("/"));
  return cwe === undefined ? [domain] : [domain, "security", `external/cwe/cwe-${String(cwe).padStart(3, "0")}`];
}

function helpText({ summary, description, limits, off }: RuleDoc): string {
  return [summary, description, `Known limits: ${limits}`, `When to turn it off: ${off}`].map(flat).join("\n\n");
}

function toResult(finding: Finding, indexes: ReadonlyMap<string, number>): Result {
  const { flow, fixes } = finding;
  const related = finding.related.slice(0, MOST_RELATED);
  return {
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule) ?? -1,
    level: LEVEL[finding.severity],
    message: { text: linked(finding.message, finding.related.length) },
    locations: [{ physicalLocation: physical(finding) }],
    partialFingerprints: { primaryLocationLineHash: finding.lineHash },
    ...(related.length > 0 && {
      relatedLocations: related.map((step, index) => ({ id: index + 1, ...located(step) })),
    }),
    ...(flow.length > 0 && { codeFlows: [codeFlow(flow)] }),
    ...(fixes.length > 0 && { fixes: fixes.map(toFix) }),
    ...propertiesOf(finding),
  };
}

/** What SARIF has no words of its own for. */
function propertiesOf({ purpose, standsFor, sharedCause }: Finding): Pick<Result, "properties"> {
  const properties = {
    ...(purpose && { purpose }),
    ...(standsFor !== undefined && { standsFor }),
    ...(sharedCause && { sharedCause: { ...located(sharedCause), findings: sharedCause.findings } }),
  };
  return Object.keys(properties).length > 0 ? { properties } : {};
}

function toFix({ description, isSafe, edits }: FindingFix): Fix {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return {
    description: { text: `${description}.` },
    artifactChanges: paths.map((path) => ({
      ...artifact(path),
      replacements: edits.filter((edit) => edit.path === path).map(replacement),
    })),
    properties: { isSafe },
  };
}

function codeFlow(flow: readonly Step[]): CodeFlow {
  return { threadFlows: [{ locations: bothEnds(flow).map((step) => ({ location: located(step) })) }] };
}

/** Where a flow comes from and where it gets to matter more than how. */
function bothEnds(flow: readonly Step[]): readonly Step[] {
  if (flow.length <= MOST_STEPS) return flow;
  return [...flow.slice(0, MOST_STEPS / 2), ...flow.slice(-MOST_STEPS / 2)];
}

function replacement({ start, end, text }: FixEdit): Replacement {
  return { deletedRegion: regionOf({ start, end }), insertedContent: { text } };
}

function located(step: Step): Location {
  return { physicalLocation: physical(step), message: { text: step.message } };
}

function physical({ path, start, end }: Place): PhysicalLocation {
  return {
    ...artifact(path),
    region: regionOf({ start, end }),
  };
}

function regionOf({ start, end }: Pick<Place, "start" | "end">): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function artifact(path: string): { artifactLocation: ArtifactLocation } {
  return { artifactLocation: { uri: uriOf(path), uriBaseId: ROOT } };
}

function invocation(
  failures: readonly Failure[],
  indexes: ReadonlyMap<string, number>,
  cut: readonly string[],
): Invocation {
  const notifications = [
    ...failures.map((failure) => notification(failure, indexes)),
    ...cut.map((text): Notification => ({ level: "warning", message: { text } })),
  ];
  return {
    executionSuccessful: failures.length === 0,
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  };
}

function notification({ path, rule, message }: Failure, indexes: ReadonlyMap<string, number>): Notification {
  return {
    level: "error",
    message: { text: message },
    ...(path !== undefined && { locations: [{ physicalLocation: artifact(path) }] }),
    ...(rule !== undefined && { associatedRule: { id: rule, index: indexes.get(rule) ?? -1 } }),
  };
}

/** The message with its links as SARIF wants them: brackets that belong to the scanned code are escaped. */
function linked(message: string, related: number): string {
  return partsOf(message, related)
    .map(({ text, link }) => {
      // Of a link to a place that code scanning has no room for, the text stays.
      if (link === undefined || link > MOST_RELATED) return text.replace(/\](?=\(\d+\))/g, "\\]");
      return `[${text.replace(/[[\]]/g, "\\$&")}](${String(link)})`;
    })
    .join("");
}

function uriOf(path: string): string {
  const wellFormed = path.replace(/\p{Surrogate}/gu, "\ufffd");
  return wellFormed.split("/").map(encodeURIComponent).join("/");
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function flat(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** The whole sentences of a text that code scanning has room for. */
function shortened(text: string): string {
  if (text.length <= LONGEST_DESCRIPTION) return text;
  const sentences = /^.*[.!?](?=\s)/s.exec(text.slice(0, LONGEST_DESCRIPTION))?.[0];
  return sentences ?? `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}
