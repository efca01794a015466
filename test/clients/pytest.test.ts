import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { findFixtures } from "../support/fixtures.js";
import { directory } from "../support/git.js";
import { countsIn, Pytest } from "../support/pytest.js";

// A fixture that says `# pytest: 1 failed, 20 passed` is run: what it holds of tests that lie is then a fact.
const told = findFixtures(["tests/"]).flatMap(({ root, sources }) =>
  [...sources].flatMap(([file, source]) => {
    const said = /^# pytest: (.*)$/m.exec(source)?.[1];
    return said === undefined ? [] : [{ file, root, said }];
  }),
);

const pytest = new Pytest();

for (const { file, root, said } of told) {
  const name = `${path.basename(root)}/${file}`;
  test(`${name} ends under pytest as it says`, (t) => {
    const folder = directory(t);
    copyFileSync(path.join(root, file), path.join(folder, path.basename(file)));
    const output = pytest.run(folder, path.basename(file));
    assert.equal(countsIn(output), said, output);
  });
}
