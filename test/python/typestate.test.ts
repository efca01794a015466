import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  doneTo,
  mayLieBehind,
  mustLieBehind,
  type History,
  type Protocol,
} from "../../src/python/dataflow/typestate.js";
import { whereIs } from "../../src/python/model/module.js";
import { moduleOf } from "../support/program.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";

type Step = "begin" | "lock";

/** A session that a pool opens: it can begin a transaction and lock a table, until it commits. */
const SESSIONS: Protocol<Step> = {
  name: "machine",
  transitionOf: ({ lastName }) => (lastName === "begin" || lastName === "lock" ? lastName : undefined),
  reverses: new Set(["commit", "rollback"]),
  ends: new Set(["close"]),
  madeBy: (call) => (call.lastName === "Session" ? (call.positional[0]?.text ?? "") : undefined),
  trace: matchesPattern("the life of a session", /begin|lock/),
};

const spell = ({ events, types }: History<Step>): string =>
  [
    ...events.map(({ transition, call }) => `${transition}@${whereIs(call.node).replace("main.py:", "")}`),
    ...types,
  ].join(" ");

/** What may and what must lie behind the session of each `use(session)` of a program. */
async function behind(...lines: string[]): Promise<{ may: string; must: string }[]> {
  const module = await moduleOf(lines.join("\n"));
  return module.callsNamed("use").flatMap(({ positional: [session] }) => {
    assert.ok(session);
    return { may: spell(mayLieBehind(session, SESSIONS)), must: spell(mustLieBehind(session, SESSIONS)) };
  });
}

const always = (found: string): { may: string; must: string }[] => [{ may: found, must: found }];

describe("behind an object lies", () => {
  it("nothing when it is fresh, and then what was done with it, the latest first", async () => {
    const found = await behind("s = Session(FAST)", "use(s)", "s.begin()", "s.lock()", "use(s)");
    assert.deepEqual(found, [...always("FAST"), ...always("lock@4 begin@3 FAST")]);
  });

  it("nothing that was taken back, and nothing of an object that has ended", async () => {
    const lines = ["s = Session(A)", "s.begin()"];
    assert.deepEqual(await behind(...lines, "s.commit()", "use(s)"), always(""));
    assert.deepEqual(await behind(...lines, "s.close()", "use(s)"), always(""));
    assert.deepEqual(await behind(...lines, "s.close()", "s = Session(B)", "use(s)"), always("B"));
  });

  it("perhaps what one of two ways does, and certainly what both do", async () => {
    const found = await behind("s = Session(A)", "if x:", "    s.begin()", "use(s)");
    assert.deepEqual(found, [{ may: "begin@3 A", must: "A" }]);
    const both = await behind("s = Session(A)", "if x:", "    s.begin()", "else:", "    s.begin()", "use(s)");
    assert.deepEqual(
      both.map(({ must }) => must.includes("begin")),
      [true],
    );
  });

  it("perhaps what was done with one of two objects", async () => {
    const found = await behind("a = Session(A)", "a.begin()", "b = Session(B)", "use(a if x else b)");
    assert.deepEqual(found, [{ may: "begin@2 A B", must: "A B" }]);
  });

  it("what a function does with what it is passed, and with what it gives out", async () => {
    const found = await behind(
      "def prepare(session):",
      "    session.begin()",
      "def opened():",
      "    session = Session(A)",
      "    prepare(session)",
      "    return session",
      "use(opened())",
    );
    assert.deepEqual(found, always("begin@2 A"));
  });

  it("what the constructor did with the object's own", async () => {
    const found = await behind(
      "class Store:",
      "    def __init__(self):",
      "        self.session = Session(A)",
      "        self.session.begin()",
      "    def read(self):",
      "        use(self.session)",
    );
    assert.deepEqual(found, always("begin@4 A"));
  });

  it("nothing when another method takes it back", async () => {
    const found = await behind(
      "class Store:",
      "    def __init__(self):",
      "        self.session = Session(A)",
      "        self.session.begin()",
      "    def end(self):",
      "        self.session.rollback()",
      "    def read(self):",
      "        use(self.session)",
    );
    assert.deepEqual(found, always(""));
  });

  it("what a block that is still open has begun", async () => {
    const found = await behind("s = Session(A)", "with s.begin():", "    use(s)", "use(s)");
    assert.deepEqual(found, [...always("begin@2 A"), ...always("")]);
  });
});

describe("a function does to what it is passed", () => {
  for (const [what, body, expected] of [
    ["what it does on every path", ["session.begin()"], ["begin"]],
    ["nothing for certain when only one path does", ["if x:", "    session.begin()"], []],
    ["nothing that it takes back", ["session.begin()", "session.commit()"], []],
  ] as const) {
    it(what, async () => {
      const program = ["def work(session):", ...body.map((line) => `    ${line}`), "work(s)"].join("\n");
      const [call] = (await moduleOf(program)).callsNamed("work");
      const argument = call?.positional[0];
      assert.ok(call && argument);
      assert.deepEqual(
        doneTo(argument, call, SESSIONS).map(({ transition }) => transition),
        expected,
      );
    });
  }
});
