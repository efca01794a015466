import Builder from "fast-xml-builder";
import type { Failure, Finding, ScanResult } from "../engine/finding/finding.js";
import { plainText } from "../engine/finding/message.js";
import { sharedCauseLine } from "./shared-cause-line.js";
import { visible } from "./visible.js";

/** A test case: passed, failed, or not run to its end. */
interface TestCase {
  readonly "@name": string;
  readonly "@classname": string;
  readonly failure?: Outcome;
  readonly error?: Outcome;
}

interface Outcome {
  readonly "@message": string;
  readonly "@type": string;
  readonly "#text": string;
}

interface TestSuite {
  readonly "@name": string;
  readonly "@tests": number;
  readonly "@failures": number;
  readonly "@errors": number;
  readonly testcase: readonly TestCase[];
}

/**
 * A run as JUnit XML: a suite for each rule that ran, in it a failed test case for each file with findings. Without
 * findings it is one that passed, because readers refuse reports without tests. A case keeps its name while lines
 * move, so that a build server can tell since when it fails.
 *
 * @param rules the ids of the rules that ran
 */
export function toJunit({ findings, failures }: ScanResult, rules: readonly string[]): string {
  const suites = [
    ...(failures.length > 0 ? [suite("scarlint", failures.map(errorCase))] : []),
    ...rules.map((rule) =>
      suite(
        rule,
        ruleCases(
          rule,
          findings.filter((finding) => finding.rule === rule),
        ),
      ),
    ),
  ];
  const builder = new Builder({
    format: true,
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
  });
  const root = { "@name": "scarlint", ...totals(suites), testsuite: suites };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ testsuites: root })}`;
}

function ruleCases(rule: string, findings: readonly Finding[]): TestCase[] {
  if (findings.length === 0) return [{ "@name": "no findings", "@classname": rule }];
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const inFile = files.get(finding.path);
    if (inFile) inFile.push(finding);
    else files.set(finding.path, [finding]);
  }
  return [...files].map(([path, inFile]) => failedCase(rule, path, inFile));
}

function failedCase(rule: string, path: string, findings: readonly Finding[]): TestCase {
  const lines = findings.flatMap((finding) => [
    line(finding),
    ...[...finding.related, ...finding.flow].map(stepLine),
    ...(finding.sharedCause ? [`  ${sharedCauseLine(finding.sharedCause)}`] : []),
  ]);
  const [first] = findings;
  const message = findings.length === 1 && first ? said(first) : `${String(findings.length)} findings`;
  const failure = { "@message": message, "@type": first?.severity ?? "", "#text": lines.join("\n") };
  return { "@name": visible(path), "@classname": rule, failure };
}

function errorCase({ path, rule, message }: Failure): TestCase {
  const text = visible(message);
  const error = { "@message": text, "@type": "incomplete", "#text": text };
  return { "@name": visible(path ?? "the run"), "@classname": rule ?? "scarlint", error };
}

function suite(name: string, testcase: readonly TestCase[]): TestSuite {
  return {
    "@name": name,
    "@tests": testcase.length,
    "@failures": testcase.filter(({ failure }) => failure).length,
    "@errors": testcase.filter(({ error }) => error).length,
    testcase,
  };
}

function totals(suites: readonly TestSuite[]): Pick<TestSuite, "@tests" | "@failures" | "@errors"> {
  const sum = (key: "@tests" | "@failures" | "@errors"): number => suites.reduce((total, each) => total + each[key], 0);
  return { "@tests": sum("@tests"), "@failures": sum("@failures"), "@errors": sum("@errors") };
}

function line(finding: Finding): string {
  return `${where(finding)} ${finding.severity}: ${said(finding)}`;
}

function stepLine(step: Finding["related"][number]): string {
  return `  ${where(step)} ${visible(step.message)}`;
}

function said({ message, related }: Finding): string {
  return visible(plainText(message, related.length));
}

function where({ path, start }: Pick<Finding, "path" | "start">): string {
  return `${visible(path)}:${String(start.line)}:${String(start.column)}`;
}
