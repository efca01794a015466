import pc from "picocolors";
import { ConfigurationError } from "../config/error.js";
import type { ScanResult } from "../engine/finding/finding.js";
import { loadDocs, pageOf } from "../engine/rules/docs.js";
import { RULES } from "../engine/rules/rules.generated.js";
import { ruleNamed } from "../engine/rules/selection.js";
import { reportingOf, type ScanOptions } from "../engine/scan/reporting.js";
import { scan } from "../engine/scan/scan.js";
import { why } from "../engine/scan/why/why.js";
import { reasonOf } from "../files/problem.js";
import { visible, visibleJson } from "../report/visible.js";
import { toWhy } from "../report/why.js";
import { VERSION } from "../version.js";
import { toAnswer, toNext } from "./answers.js";
import { McpServer, StdioServerTransport, z } from "./sdk.js";
import { Workspace } from "./workspace.js";

const INSTRUCTIONS =
  "scarlint finds bugs in Python services that unit tests do not catch. After an edit call 'scan' with the paths that were edited or " +
  "with 'diff', and mend what it finds. 'explain' says what a rule means, 'why' why a line is reported or silent, 'next' what to mend " +
  "first. Nothing here changes a file. Do not silence a finding that is true: mend it.";

/** Nothing of the workspace is changed, and nothing outside of it asked. */
const READING = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** What is scanned: all of the workspace, or some paths of it, or what a change brings. */
const SCANNED = {
  paths: z
    .array(z.string())
    .max(1000)
    .optional()
    .describe("files and directories in the workspace; all of it unless given"),
  diff: z.string().max(200).optional().describe("only what has come since this commit or branch, such as HEAD or main"),
};

/** What a tool is asked to scan. */
interface Scanned {
  readonly paths?: string[] | undefined;
  readonly diff?: string | undefined;
}

/**
 * Serves an assistant over standard input and output until that ends: it is asked, and changes nothing.
 *
 * @param options what the command line says of every scan, of the directory that it is run in
 */
export async function serve(options: ScanOptions): Promise<void> {
  const workspace = new Workspace(process.cwd());
  const server = new McpServer({ name: "scarlint", version: VERSION }, { instructions: INSTRUCTIONS });
  const tool = <Shape extends z.ZodRawShape>(
    name: string,
    description: string,
    inputSchema: Shape,
    answer: (asked: z.infer<z.ZodObject<Shape>>) => Promise<string>,
  ): void => {
    const told = async (asked: unknown): Promise<Answer> => answering(() => answer(z.object(inputSchema).parse(asked)));
    const shape: z.ZodRawShape = inputSchema;
    server.registerTool(name, { description, inputSchema: shape, annotations: READING }, told);
  };
  tool("scan", "Find bugs in the workspace, in some paths of it, or in what a change brings.", SCANNED, async (asked) =>
    asJson(toAnswer(await scanned(asked, options, workspace), workspace)),
  );
  tool("next", "The one bug to mend first, with its evidence and how it is mended.", SCANNED, async (asked) => {
    const result = await scanned(asked, options, workspace);
    return asJson(toNext(result, await loadDocs(options.rules), workspace));
  });
  tool(
    "explain",
    "The page of a rule: what it means, a wrong and a right program.",
    { rule: NAME },
    async ({ rule }) => {
      return (await pageOf(ruleNamed(rule, options.rules))) ?? `There is no page about '${rule}'.`;
    },
  );
  const line = z.number().int().positive().describe("counted from one");
  const file = z.string().describe("a file in the workspace");
  tool(
    "why",
    "Why a line is reported, or why not: what was asked about it, and what came of that.",
    { file, line, rule: NAME.optional() },
    async (asked) => await whyAt(asked, options, workspace),
  );
  await server.connect(new StdioServerTransport());
}

const NAME = z.string().max(200).describe("the id of a rule, such as zmq/rebind");

/** Scans as the command would. @throws Error with one line for people */
async function scanned({ paths, diff }: Scanned, options: ScanOptions, workspace: Workspace): Promise<ScanResult> {
  const named = paths?.map((path) => workspace.within(path));
  const request = { ...options, current: workspace.root, ...(named && named.length > 0 && { paths: named }) };
  // Of a change is known what it brings, without a baseline.
  const reporting = await reportingOf(diff === undefined ? request : { ...request, baseline: false });
  const { minSeverity, shown } = reporting;
  if (diff === undefined) return shown(await scan({ ...request, minSeverity }));
  const { scanChange } = await import("../engine/change/scan-change.js");
  return shown(await scanChange({ ...request, minSeverity }, { since: { revision: diff } }));
}

async function whyAt(
  { file, line, rule }: { readonly file: string; readonly line: number; readonly rule?: string | undefined },
  options: ScanOptions,
  workspace: Workspace,
): Promise<string> {
  const { rules = RULES } = options;
  const { minSeverity, withoutOld } = await reportingOf({ ...options, current: workspace.root });
  const today = options.today ?? new Date().toISOString().slice(0, "2027-01-31".length);
  const about = rule === undefined ? rules : [ruleNamed(rule, rules)];
  const question = { file: workspace.within(file), line, about, withoutOld };
  const answer = await why({ ...options, rules, minSeverity, today }, question);
  const limits = rule === undefined ? undefined : ((await loadDocs(about)).get(about[0]?.id ?? "")?.limits ?? "");
  const pathOf = (path: string): string => workspace.shown(path, answer.root);
  return await toWhy(answer, { colors: pc.createColors(false), width: 120, isWrapped: false, pathOf }, limits);
}

function asJson(document: object): string {
  return JSON.stringify(document, undefined, 1);
}

/** What a tool answers with. */
interface Answer {
  readonly content: { readonly type: "text"; readonly text: string }[];
  readonly isError?: boolean;
  readonly [key: string]: unknown;
}

/** What goes wrong is an answer, too: in lines for people. */
async function answering(answer: () => Promise<string>): Promise<Answer> {
  try {
    return { content: [{ type: "text", text: visibleJson(await answer()) }] };
  } catch (error) {
    const lines = error instanceof ConfigurationError ? error.problems : [reasonOf(error)];
    return { content: [{ type: "text", text: lines.map(visible).join("\n") }], isError: true };
  }
}
