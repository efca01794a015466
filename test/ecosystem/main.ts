/**
 * Scans checkouts of real projects and compares the findings with the committed expectations, so that a change to a
 * rule shows what it adds and what it takes away: `npm run ecosystem -- [--update] DIR…`.
 *
 * A checkout that is no git repository is given with its commit: `DIR@COMMIT`.
 *
 * `npm run ecosystem -- --bugs DIR` asks which of the bugs in `bugs.json` are found: `DIR/ID/before` and `DIR/ID/after` are
 * checkouts of the commits that it names. docs/recall.md is written from that.
 *
 * `npm run ecosystem -- --history MONTHS DIR…` follows the findings of repositories through their last months.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Finding } from "../../src/engine/finding/finding.js";
import { scan } from "../../src/engine/scan/scan.js";
import { fatesIn } from "./history.js";
import { answerTo, readBugs } from "./recall.js";
import { differenceOf, expectationOf, identityOf, type Expectation } from "./compare.js";

const BUGS = resolve("test/ecosystem/bugs.json");
const EXPECTED = resolve("test/ecosystem/expected");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: "boolean" }, bugs: { type: "string" }, history: { type: "string" } },
});
if (values.bugs !== undefined) await recall(values.bugs);
else if (values.history !== undefined) await history(positionals, Number(values.history));
else if (positionals.length === 0) {
  process.stderr.write("usage: npm run ecosystem -- [--update] DIR[@COMMIT]… | --bugs DIR | --history MONTHS DIR…\n");
  process.exitCode = 2;
} else for (const argument of positionals) await compare(argument, values.update ?? false);

/** Prints what is said of each bug, then how many are found. */
async function recall(directory: string): Promise<void> {
  const counts: Record<string, number> = {};
  for (const bug of readBugs(BUGS)) {
    const { found, isSilent } = await answerTo(bug, directory);
    const what = `${found}${isSilent ? "" : ", and still when it is mended"}`;
    counts[what] = (counts[what] ?? 0) + 1;
    process.stdout.write(`${bug.rule}${bug.isNear ? " (near)" : ""} ${bug.id}: ${what}\n`);
  }
  for (const [what, number] of Object.entries(counts)) process.stdout.write(`${String(number)} ${what}\n`);
}

/** Prints, for each repository and rule, what became of findings within a year. */
async function history(repositories: readonly string[], months: number): Promise<void> {
  for (const repository of repositories) {
    for (const [rule, fates] of await fatesIn(repository, months)) {
      process.stdout.write(`${repository} ${rule} ${JSON.stringify(fates)}\n`);
    }
    process.stdout.write(`${repository} done\n`);
  }
}

async function compare(argument: string, update: boolean): Promise<void> {
  const [directory = "", given] = argument.split("@");
  const project = basename(resolve(directory));
  const started = performance.now();
  const result = await scan({ paths: ["."], current: resolve(directory) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const found = expectationOf(project, given ?? commitOf(directory), result.findings);
  process.stdout.write(
    `${project}: ${String(result.files)} files, ${String(result.lines)} lines, ` +
      `${String(result.findings.length)} findings, ${seconds} s\n`,
  );
  for (const failure of result.failures) process.stdout.write(`  ! ${failure.path ?? ""} ${failure.message}\n`);
  const file = join(EXPECTED, `${project}.json`);
  if (update) {
    mkdirSync(EXPECTED, { recursive: true });
    writeFileSync(file, `${JSON.stringify(found, undefined, 1)}\n`);
  } else report(file, found, result.findings);
}

function report(file: string, found: Expectation, findings: readonly Finding[]): void {
  if (!existsSync(file)) {
    process.stdout.write(`  nothing is expected of ${found.project} yet: --update writes it down\n`);
    process.exitCode = 1;
    return;
  }
  const expected = JSON.parse(readFileSync(file, "utf8")) as Expectation;
  if (expected.commit !== found.commit) {
    process.stdout.write(`  expectations are for ${expected.commit}, this is ${found.commit}\n`);
    process.exitCode = 1;
  }
  const { added, removed } = differenceOf(expected, found);
  const byIdentity = new Map(findings.map((finding) => [identityOf(finding), finding]));
  for (const identity of added) {
    const finding = byIdentity.get(identity);
    const where = finding
      ? `${finding.path}:${String(finding.start.line)} ${finding.rule} ${finding.message}`
      : identity;
    process.stdout.write(`  + ${where}\n`);
  }
  for (const identity of removed) process.stdout.write(`  - ${identity}\n`);
  if (added.length + removed.length > 0) process.exitCode = 1;
}

function commitOf(directory: string): string {
  try {
    return execFileSync("git", ["-C", directory, "rev-parse", "HEAD"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}
