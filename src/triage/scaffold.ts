import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { URGENCY } from "../docs/page.js";
import type { RuleDoc } from "../docs/rule-doc.js";
import { projectAt } from "../engine/scan/project-at.js";
import { groupedBy } from "../grouped.js";
import { isInside } from "../files/paths.js";
import { readText } from "../files/read.js";
import { statusOf, type Bug } from "./bug.js";
import { isGuarded, needsGuard, urgencyOf, type Guards, type TestCase } from "./tests.js";

/** A test file to write. */
export interface Skeleton {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly text: string;
}

/**
 * Failing skeletons for the P0 and P1 bugs that no test guards, accepted ones left out, where the team's regression tests
 * are: one file for all bugs of a rule in one function, which one test can guard. One whose file is there already is left out.
 *
 * @param root absolute: the repository's
 */
export async function skeletons(
  bugs: readonly Bug[],
  guards: Guards,
  tests: readonly TestCase[],
  docs: ReadonlyMap<string, RuleDoc>,
  root: string,
): Promise<readonly Skeleton[]> {
  const directory = directoryFor(tests, root);
  const beside = { root, fixtures: await fixturesFor(directory, root), texts: textsOf(tests, root) };
  const isWanted = (bug: Bug): boolean =>
    needsGuard(bug) && statusOf(bug) !== "ACCEPTED" && !isGuarded(bug, guards) && !guards.of.has(bug.id);
  const groups = groupedBy(bugs.filter(isWanted), ({ seen }) =>
    JSON.stringify([seen.severity, seen.rule, seen.path, seen.within]),
  );
  return [...groups.values()]
    .flatMap(([bug, ...others]) =>
      bug
        ? [
            {
              path: join(directory, `test_${slugOf(bug)}_regression.py`),
              text: skeleton([bug, ...others], docs, beside),
            },
          ]
        : [],
    )
    .filter(({ path }) => !existsSync(join(root, path)) && leadsInside(join(root, path), root));
}

/** Where most of the team's regression tests are, or else its tests. */
function directoryFor(tests: readonly TestCase[], root: string): string {
  const regressions = tests.filter((test) => test.isValidated || urgencyOf(test) !== undefined);
  const counts = new Map<string, number>();
  for (const { path } of regressions.length > 0 ? regressions : tests) {
    counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, of], [b, than]) => than - of || (a < b ? -1 : 1));
  if (most && (regressions.length > 0 || counts.size === 1)) return most[0];
  return existsSync(join(root, "test")) && !existsSync(join(root, "tests")) ? "test" : "tests";
}

/** A link in the repository must not lead what is written out of it. */
function leadsInside(file: string, root: string): boolean {
  let directory = dirname(file);
  while (!existsSync(directory)) directory = dirname(directory);
  return isInside(realpathSync(directory), realpathSync(root));
}

function slugOf({ id, seen }: Bug): string {
  const words = seen.rule.slice(seen.rule.indexOf("/") + 1).replaceAll("-", "_");
  return `${URGENCY[seen.severity].name.toLowerCase()}_${id.toLowerCase().replace("-", "_")}_${words}`;
}

/** What a skeleton is written beside. */
interface Beside {
  /** The repository's; absolute. */
  readonly root: string;
  /** What its tests can ask for. */
  readonly fixtures: readonly string[];
  /** What its tests are. */
  readonly texts: readonly string[];
}

/** Larger files are no tests that somebody wrote; in bytes. */
const LARGEST_TEST = 1024 * 1024;

function textsOf(tests: readonly TestCase[], root: string): readonly string[] {
  return [...new Set(tests.map(({ path }) => path))].flatMap((path) => {
    try {
      return readText(join(root, path), LARGEST_TEST);
    } catch {
      // It is in the commit, and not in the working tree.
      return [];
    }
  });
}

/** The fixtures that tests in a directory of tests can ask for; those that every test gets unasked are left out. */
async function fixturesFor(directory: string, root: string): Promise<readonly string[]> {
  const { project } = await projectAt(root);
  const folders = directory.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
  const modules = ["", ...folders].flatMap((folder) => project.module(join(folder, "conftest.py")) ?? []);
  const own = modules
    .flatMap(({ functions }) => functions.filter((one) => one.isDecorated("fixture")))
    .filter(({ decorators }) => !decorators.some(({ text }) => /\bautouse\s*=\s*True\b/.test(text)));
  return [...new Set(own.map(({ name }) => name))].filter((name) => !name.startsWith("_")).sort();
}

/** The lines that import what a bug is in, as far as its path says how it is imported. */
function importOf({ seen }: Bug, { root, texts }: Beside): string {
  const whole = seen.path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
  const isBelowSource = /^(src|lib)\./.test(whole) && !existsSync(join(root, whole.split(".")[0] ?? "", "__init__.py"));
  const dotted = isBelowSource && !isWithFolder(whole, texts) ? whole.replace(/^\w+\./, "") : whole;
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(dotted)) return "";
  const name = seen.within?.split(".")[0] ?? "";
  return /^[A-Za-z_]\w*$/.test(name) ? `from ${dotted} import ${name}\n` : `import ${dotted}\n`;
}

/** Whether the tests name the folder of sources where they import from it: `src.shop`, not `shop`. */
function isWithFolder(whole: string, texts: readonly string[]): boolean {
  const [folder = "", top = ""] = whole.split(".");
  if (!/^\w+$/.test(top)) return false;
  const users = (name: string): number => {
    const statement = new RegExp(`^[ \\t]*(?:from|import) ${name}\\b`, "m");
    return texts.filter((text) => statement.test(text)).length;
  };
  return users(`${folder}\\.${top}`) > users(top);
}

/** The fixtures that are called like something in a bug's place. */
function fixturesIn({ seen }: Bug, fixtures: readonly string[]): readonly string[] {
  const words = new Set(
    `${seen.path} ${seen.within ?? ""}`
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase()
      .match(/[a-z]+/g),
  );
  return fixtures.filter((fixture) => fixture.split("_").every((word) => words.has(word)));
}

function skeleton(
  [bug, ...others]: readonly [Bug, ...Bug[]],
  docs: ReadonlyMap<string, RuleDoc>,
  beside: Beside,
): string {
  const { fixtures } = beside;
  const ids = listed([bug, ...others].map((one) => one.id));
  const lines = [...new Set([bug, ...others].map((one) => `${one.seen.path}:${String(one.seen.start.line)}`))];
  const { id, seen } = bug;
  const summary = (docs.get(seen.rule)?.summary ?? seen.rule).replace(/\s+/g, " ");
  const place = literal(`${seen.path}:${String(seen.start.line)}`);
  const own = importOf(bug, beside);
  const imports = own === "" ? "" : `    ${own.trimEnd()}  # noqa: F401\n\n`;
  const unnamed = own === "" ? "\n    #    No import leads to it: load it by its path, as with `runpy.run_path`." : "";
  const known = fixtures.length === 0 ? "" : `\n    #    Fixtures that are there: ${listed(fixtures)}.`;
  const alike = others.length === 0 ? "" : ` and ${String(others.length)} more`;
  const seenIn = listed(lines.map(literal)).replaceAll("    #    ", "    ");
  return `"""Guards against the return of ${id}${alike}, which scarlint found as ${seen.rule}."""

import pytest


def test_${slugOf(bug)}_regression(${fixturesIn(bug, fixtures).join(", ")}):
    """VALIDATED_BUG: ${ids.replaceAll("    #    ", "    ")}

    ${summary}
    Seen in ${seenIn}.
    """
${imports}    # 1. Arrange what the code in ${place} needs to run.${unnamed}${known}
    # 2. Run it the way that led to the bug: with the input, the order of calls or the failure that the report tells of.
    # 3. Assert what a user of the code relies on, so that the test fails with the bug and passes without it. Check that
    #    it fails: take the fix back for a moment.
    pytest.fail("${id} has no regression test yet: write it here")
`;
}

/** Names in comment lines that a formatter leaves alone. */
function listed(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 80) lines.splice(-1, 1, `${last}, ${name}`);
    else lines.push(name);
  }
  return lines.join(",\n    #    ");
}

/** A path as part of a docstring or a comment, which it cannot end. */
function literal(path: string): string {
  return path.replace(/[^ -~]|["\\]/gu, (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16)}>`);
}
