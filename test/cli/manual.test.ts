import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../support/paths.js";
import { run, scarlint } from "./command.js";

const { man } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { readonly man: string };
const page = readFileSync(path.join(ROOT, man), "utf8");

/** What is read of it: without fonts, and with the characters that are spelled out. */
const text = page
  .replaceAll(/\\f[BIR]/g, "")
  .replaceAll("\\-", "-")
  .replaceAll("\\e", "\\")
  .replaceAll("\\(dq", '"');

describe("the manual", () => {
  it("has the sections that every manual has, in their order", () => {
    assert.match(page, /^\.TH SCARLINT 1 "" "scarlint \d+\.\d+\.\d+" "User Commands"\n\.SH "NAME"\nscarlint \\- /);
    assert.deepEqual(
      [...page.matchAll(/^\.SH "(.*)"$/gm)].map((match) => match[1]),
      ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXAMPLES", "EXIT STATUS", "SEE ALSO"],
    );
  });

  it("uses only what every man knows, and begins no other line with a dot", () => {
    const requests = page.split("\n").filter((line) => /^['.]/.test(line));
    assert.deepEqual([...new Set(requests.map((line) => line.split(" ")[0]))].sort(), [
      ".PP",
      ".SH",
      ".SS",
      ".TH",
      ".TP",
      ".br",
    ]);
  });

  it("says of each option and command what the help says", async () => {
    const { stdout } = await scarlint(["--help"]);
    const [options = "", commands = ""] = stdout.split("\nCommands:\n");
    const shown = [...options.matchAll(/^ {2}(-.*?) {2,}(.+)$/gm)];
    assert.ok(shown.length > 30);
    for (const [, flags = "", says = ""] of shown) assert.ok(text.includes(`.TP\n${flags}\n${says}\n`), flags);
    const named = [...commands.matchAll(/^ {2}([a-z]+)(?: [[<].*?)? {2,}\S/gm)].map((match) => match[1] ?? "");
    for (const name of named.filter((each) => each !== "scarlint"))
      assert.match(text, new RegExp(`^\\.SS "scarlint ${name} `, "m"));
    assert.ok(named.includes("completion") && named.includes("explain"));
  });

  it("is what is published", async () => {
    const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--dry-run", "--json"], { cwd: ROOT });
    const [packed] = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] }[];
    assert.ok(packed?.files.some((file) => file.path === man));
  });
});
