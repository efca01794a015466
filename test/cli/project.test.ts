import assert from "node:assert/strict";
import path from "node:path";
import { it, type TestContext } from "node:test";
import { report, scarlint, workspace } from "./command.js";

/** A service whose bug only shows to whoever reads the module it imports from another directory. */
function service(t: TestContext, extra: Readonly<Record<string, string>> = {}): string {
  return workspace(t, {
    "common/__init__.py": "",
    "common/workers.py": "class Worker:\n    def start(self):\n        return None\n",
    "services/app.py":
      "import asyncio\nfrom common.workers import Worker\n\nasync def main():\n    await asyncio.create_task(Worker().start())\n",
    ...extra,
  });
}

const RULE = "asyncio/task-from-sync-call";

it("one file alone is understood with the project around it", async (t) => {
  const cwd = service(t);
  const { findings } = await report(["services/app.py", "--select", RULE], { cwd });
  assert.deepEqual(
    findings.map((finding) => [finding.path, finding.start.line, finding.related.map((step) => step.path)]),
    [["services/app.py", 5, ["common/workers.py"]]],
  );
});

it("a scan from inside a repository sees all of it, and shows paths from where it was started", async (t) => {
  const cwd = path.join(service(t, { ".git/HEAD": "" }), "services");
  const { findings } = await report(["app.py", "--select", RULE], { cwd });
  assert.deepEqual(
    findings.map((finding) => finding.path),
    ["services/app.py"],
  );
  const { stdout } = await scarlint(["app.py", "--select", RULE], { cwd });
  assert.match(stdout, /^app\.py:5:11 critical/m);
  assert.match(stdout, /\/common\/workers\.py:2:9/);
});
