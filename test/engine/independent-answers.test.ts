import assert from "node:assert/strict";
import { test } from "node:test";
import { findFixtures } from "../support/fixtures.js";
import { projectOf } from "../support/program.js";
import { reportsIn } from "../support/reports.js";

test("what is found in a file does not depend on what was asked of others before", async () => {
  let found = 0;
  for (const { name, sources } of findFixtures().filter(({ sources }) => sources.size > 1)) {
    const files = Object.fromEntries(sources);
    const paths = [...sources.keys()].sort();
    const alone = new Map<string, unknown[]>();
    for (const path of paths) alone.set(path, reportsIn(await projectOf(files), [path]));
    for (const order of [paths, paths.toReversed()]) {
      const project = await projectOf(files);
      for (const path of order) assert.deepEqual(reportsIn(project, [path]), alone.get(path), `${name}: ${path}`);
    }
    found += [...alone.values()].flat().length;
  }
  assert.ok(found > 30, `only ${String(found)} were found`);
});

test("a file that imports its own name does not hide it from its neighbours", async () => {
  const project = await projectOf({
    "broker.py": "import broker\n\ndef connect():\n    pass\n",
    "app.py": "import broker\n",
  });
  const source = { module: "broker", level: 0 };
  const [broker, app] = [project.module("broker.py"), project.module("app.py")];
  assert.ok(broker && app);
  assert.equal(project.resolveImport(broker, source), undefined);
  assert.equal(project.resolveImport(app, source), broker);
});
