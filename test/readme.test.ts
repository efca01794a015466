import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { scarlint } from "./cli/command.js";
import { ROOT } from "./support/paths.js";

const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

/** What a Markdown file shows in fenced blocks of a language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter((block) => block[1] === language)
    .map((block) => block[2] ?? "");
}

describe("README.md", () => {
  it("has the test command that continuous integration runs", () => {
    const commands = blocks(read("README.md"), "sh").map((block) => block.trim());
    assert.deepEqual(commands.slice(1, 3), ["npm ci && npx scarlint fixtures", "npm ci && npm test"]);
    assert.match(read(".ci/run"), /^npm ci && npm test$/m);
    assert.match(read(".github/workflows/ci.yml"), /run: \.ci\/run$/m);
  });
});

describe("the documentation", () => {
  const pages = ["README.md", ...readdirSync(path.join(ROOT, "docs")).map((file) => `docs/${file}`)].filter((file) =>
    file.endsWith(".md"),
  );
  const optionsIn = (text: string): Set<string> => new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g));
  const help = async (...command: string[]): Promise<string> => (await scarlint([...command, "--help"])).stdout;

  it("shows commands with options that there are, and names every option", async () => {
    const commands = [[], ["baseline"], ["triage"], ["evidence"], ["plan"], ["plan", "show"]];
    const known = optionsIn((await Promise.all(commands.map((command) => help(...command)))).join("\n"));
    const lines = pages.flatMap((page) => read(page).match(/^(?:scarlint|npx [^\n]*scarlint) .*$/gm) ?? []);
    assert.ok(lines.length > 40);
    const strange = lines.filter((line) => [...optionsIn(line)].some((option) => !known.has(option)));
    assert.deepEqual(strange, []);
    const named = optionsIn(pages.map(read).join("\n"));
    assert.deepEqual(
      [...known].filter((option) => !named.has(option)),
      [],
    );
  });
});

describe("docs/architecture.md", () => {
  const page = read("docs/architecture.md");

  it("names files that there are", () => {
    const files = [...page.matchAll(/`([\w/.-]+\.c?ts)`/g)].map((match) => match[1] ?? "");
    assert.ok(files.length > 40);
    const isThere = (file: string): boolean =>
      ["", "src", "src/python"].some((folder) => existsSync(path.join(ROOT, folder, file)));
    assert.deepEqual(
      files.filter((file) => !isThere(file)),
      [],
    );
  });

  it("has every room in its picture, and no other", () => {
    const [picture = ""] = blocks(page, "text");
    const foldersIn = (folder: string): string[] =>
      readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((at) => (at.isDirectory() ? at.name : []));
    const shown = [...picture.matchAll(/src\/(\w+)(?= )/g)].map((match) => match[1]);
    assert.deepEqual(shown.sort(), foldersIn("src").sort());
    const concepts = /src\/concepts +(.*)/.exec(picture)?.[1]?.split(", ");
    assert.deepEqual(concepts, foldersIn("src/concepts").sort());
    const python = [...picture.matchAll(/^(?: {30,}|.*src\/python +)(\w+)/gm)].map((match) => match[1]);
    assert.deepEqual(python.sort(), foldersIn("src/python").sort());
  });
});

describe("docs/dependencies.md", () => {
  it("says of each dependency why it is there, and of nothing else", () => {
    const installed = ["package.json", "bench/peers/package.json", "test/tools/package.json"].flatMap((file) => {
      const description = JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>;
      const { dependencies, optionalDependencies, devDependencies } = description;
      return Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
    });
    const rows = read("docs/dependencies.md").match(/^\| `.*? \|/gm) ?? [];
    const explained = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1]));
    assert.deepEqual(explained.sort(), installed.sort());
  });
});
