import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Repository } from "../files/git.js";
import type { FileChange } from "../files/git-diff.js";
import { findTests } from "./find-tests.js";
import type { TestCase } from "./tests.js";

/** Whether a file is there for tests, by its name or its folder. */
export function isTestPath(path: string): boolean {
  return /^tests?[_.]|[_-]tests?\.py$|^conftest\.py$/.test(basename(path)) || /(^|\/)tests?\//.test(path);
}

/** What a commit did to the tests that it changes, as what follows "changes tests alone"; empty when it adds to them. */
export async function howTestsChanged(repository: Repository, commit: string): Promise<string> {
  const changes = (await repository.changesOf(commit)).changes.filter(({ before }) => before?.path.endsWith(".py"));
  const [before, after] = [await testsOf(repository, changes, "before"), await testsOf(repository, changes, "after")];
  const said = before.flatMap((old) => {
    const now = after.find(({ name }) => name === old.name);
    if (!now) return [`takes '${old.name}' away${renamedTo(old, before, after)}`];
    if (now.flaw !== undefined && old.flaw === undefined) return [`'${old.name}' ${now.flaw} since`];
    return now.checks < old.checks ? [`'${old.name}' checks less than before`] : [];
  });
  return said.length === 0 ? "" : `: ${said.slice(0, MOST_SAID).join(", ")}`;
}

const MOST_SAID = 3;

/** The new name of a test whose place another one took. */
function renamedTo(old: TestCase, before: readonly TestCase[], after: readonly TestCase[]): string {
  const fresh = after.find(({ name, line }) => line === old.line && before.every((one) => one.name !== name));
  return fresh ? `, as '${fresh.name}'` : "";
}

async function testsOf(
  repository: Repository,
  changes: readonly FileChange[],
  when: "before" | "after",
): Promise<readonly TestCase[]> {
  const files = changes.flatMap((change) => change[when] ?? []);
  const contents = await repository.contents(files.map(({ blob = "" }) => blob));
  const root = realpathSync(mkdtempSync(join(tmpdir(), "scarlint-tests-")));
  try {
    files.forEach((_, index) => {
      // Names of a crafted tree lead nowhere: only the order counts.
      const file = join(root, String(index), "test_file.py");
      mkdirSync(dirname(file));
      writeFileSync(file, contents[index] ?? "");
    });
    return await findTests(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
