import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { Ajv } from "ajv";
import fc from "fast-check";
import { Parser } from "../../src/config/parse.js";
import { KEYS } from "../../src/config/schema.js";
import { readToml } from "../../src/config/toml.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import { problemOf } from "../../src/engine/rules/selection.js";
import { ROOT } from "../support/paths.js";

const published = JSON.parse(readFileSync(path.join(ROOT, "docs/scarlint.schema.json"), "utf8")) as object;
const isValid = new Ajv({ strict: false }).compile(published);

/** What a configuration says, or what is wrong with it. */
function parsed(text: string, name = "scarlint.toml") {
  const parser = new Parser({ root: "/repo", current: "/repo", problemOf });
  const file = parser.parse(path.join("/repo", name), text);
  return { said: file?.said, problems: [...parser.problems] };
}

const page = readFileSync(path.join(ROOT, "docs/configuration.md"), "utf8");
const examples = [...page.matchAll(/^```toml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);

describe("docs/configuration.md", () => {
  it("shows examples of every key", () => {
    const all = examples.join("\n");
    for (const key of [...KEYS.file, ...KEYS.knowledge, ...KEYS.path])
      assert.ok(all.includes(key), `no example of ${key}`);
  });

  for (const example of examples) {
    it(`is right: ${example.split("\n").slice(0, 2).join(" ")}`, () => {
      const isProject = example.includes("# pyproject.toml");
      const { said, problems } = parsed(
        example.replace(/^extend.*$/m, ""),
        isProject ? "pyproject.toml" : "scarlint.toml",
      );
      assert.deepEqual(problems, []);
      assert.ok(said);
      const { value } = readToml(example);
      const whole = JSON.parse(JSON.stringify(value)) as { tool?: { scarlint?: object } };
      assert.ok(isValid(isProject ? whole.tool?.scarlint : whole), JSON.stringify(isValid.errors));
    });
  }
});

const ids = RULES.map(({ id }) => id);
const names = fc.uniqueArray(fc.constantFrom(...ids, "zmq", "threads"), { maxLength: 4 });
const severity = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom("critical", "high", "medium", "low"), {
  noNullPrototype: true,
});
const globs = fc.constantFrom("tests/**", "*_pb2.py", "a b", 'quo"te', "ünï", "1");
const apiPath = fc.constantFrom("acme.codec.loads", "acme.Bus().{get,take}()", "a.b()[]");
const perPath = fc.record(
  { select: names, ignore: names, severity, audit: fc.boolean() },
  { requiredKeys: [], noNullPrototype: true },
);
const lists = Object.fromEntries(
  ["unpicklers", "bound-sockets", "starts-threads", "joins-threads"].map((key) => [key, fc.array(apiPath)]),
);
const VALID = fc.record(
  {
    select: names,
    ignore: names,
    severity,
    audit: fc.boolean(),
    exclude: fc.array(globs),
    "require-reason": fc.boolean(),
    "min-severity": fc.constantFrom("critical", "high", "medium", "low"),
    "fail-on": fc.constantFrom("critical", "low"),
    baseline: fc.constantFrom(".scarlint-baseline.json", "../old.json"),
    format: fc.constantFrom("text", "sarif"),
    "per-path": fc.dictionary(globs, perPath, { noNullPrototype: true }),
    knowledge: fc.record(
      {
        ...lists,
        "stop-flags": fc.array(fc.constantFrom("draining", "_stop")),
        "network-sources": fc.dictionary(fc.constantFrom("an order", "a b", "7"), fc.array(apiPath), {
          noNullPrototype: true,
        }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** A value as TOML writes it in one line. */
function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)} = ${toml(inner)}`)
    .join(", ")} }`;
}

function written(value: object): string {
  return Object.entries(value)
    .map(([key, inner]) => `${key} = ${toml(inner)}\n`)
    .join("");
}

describe("a configuration", () => {
  it("that is valid comes back as it was written, and the published schema takes it", () => {
    fc.assert(
      fc.property(VALID, (value) => {
        assert.deepEqual(parsed(written(value)), { said: value, problems: [] });
        assert.ok(isValid(value), JSON.stringify(isValid.errors));
      }),
    );
  });

  it("that is not valid says so in one line for each problem, and the published schema refuses it, too", () => {
    const wrong = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant("no such thing"),
    );
    // Any text may be a path.
    const checked = KEYS.file.filter((each) => each !== "extend" && each !== "baseline");
    const key = fc.constantFrom(...checked, "slect", "nothing");
    fc.assert(
      fc.property(VALID, key, wrong, (value, key, bad) => {
        const broken = { ...value, [key]: bad };
        const { said, problems } = parsed(written(broken));
        assert.equal(said, undefined);
        assert.ok(problems.length > 0);
        for (const problem of problems) assert.match(problem, /^scarlint\.toml:\d+: [^\n]+$/);
        assert.equal(isValid(broken), false);
      }),
    );
  });

  it("of any text is an answer or a problem, never a crash", () => {
    const piece = fc.constantFrom(
      "[",
      "]",
      "=",
      '"',
      "'''",
      "{",
      "}",
      "a",
      ".",
      "\n",
      "select",
      "1",
      ",",
      "#",
      "[[a]]\n",
      "\\",
      "\u0000",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (text) => {
        const { said, problems } = parsed(text);
        assert.equal(said === undefined, problems.length > 0);
      }),
      { numRuns: 2000 },
    );
  });
});
