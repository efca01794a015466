import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { COLUMNS, SCREEN, SHOWN, toSvg } from "../src/docs/generate/screen.js";
import { scarlint } from "./cli/command.js";
import { ROOT } from "./support/paths.js";

const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

describe("the picture at the top of the README", () => {
  it("is what the command prints now", async () => {
    const env = { FORCE_COLOR: "1", COLUMNS: String(COLUMNS) };
    const { stdout } = await scarlint(SHOWN, { cwd: ROOT, env });
    assert.equal(read(SCREEN), toSvg(stdout), "npm run build && npm run generate draws it anew");
    assert.ok(read("README.md").includes(`](${SCREEN})`));
  });

  it("shows text as it is, in the colors that it has", () => {
    const svg = toSvg("\u001b[1ma\u001b[31m<b>\u001b[39m & c\u001b[22m d, 0.1 s\n");
    assert.match(
      svg,
      /<tspan class="b">a<\/tspan><tspan class="b r">&lt;b&gt;<\/tspan><tspan class="b"> &amp; c<\/tspan> d<\/text>/,
    );
  });
});
