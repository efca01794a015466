import assert from "node:assert/strict";
import { it } from "node:test";
import { Memory } from "../../src/triage/memory.js";
import { NOTHING } from "../../src/triage/observer.js";
import { workspace } from "../cli/command.js";

it("what a comment silences until some day is kept until then, and all else for longer", async (t) => {
  process.env.XDG_CACHE_HOME = process.env.XDG_DATA_HOME = workspace(t);
  const memory = await Memory.open("a test");
  assert.ok(memory);
  memory.keep("over", { ...NOTHING, until: "2020-01-31" });
  memory.keep("to come", { ...NOTHING, until: "2999-01-31" });
  memory.keep("others", NOTHING);
  const known = ["over", "to come", "others"].filter((files) => memory.recall(files) !== undefined);
  assert.deepEqual(known, ["to come", "others"]);
});
