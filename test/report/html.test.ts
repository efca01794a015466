import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it, test } from "node:test";
import fc from "fast-check";
import type { Finding, ScanResult, Step } from "../../src/engine/finding/finding.js";
import { toHtml } from "../../src/report/html.js";
import type { ReadLines } from "../../src/report/html/code.js";
import type { PageData } from "../../src/report/html/shape.js";
import { visible } from "../../src/report/visible.js";
import { hostileResult, hostileText } from "../support/hostile.js";

/** What a browser, a terminal or the log of a build server acts upon. */
const ACTIVE = /[^\P{C}\p{Cn}\p{Co}\n]|[\u2028\u2029]|##\w*\[/u;

const none: ReadLines = () => undefined;

function page(result: ScanResult, name = "shop", linesOf = none): string {
  return toHtml(result, { version: "1.0.0", name, docs: new Map(), linesOf });
}

/** What stands in the elements of a page, by their names. */
function contentsOf(html: string, element: string): string[] {
  return [...html.matchAll(new RegExp(`<${element}[^>]*>([^]*?)</${element}>`, "g"))].map(([, text = ""]) => text);
}

function dataOf(html: string): PageData {
  return JSON.parse(contentsOf(html, "script")[0] ?? "") as PageData;
}

const EMPTY: ScanResult = { root: "/srv", findings: [], suppressed: [], failures: [], paths: [], files: 1, lines: 9 };

const at = (line: number, column: number, text: string, width = 1): Step => ({
  path: "app.py",
  start: { line, column },
  end: { line, column: column + width },
  line: text,
  message: "",
});

const found = (place: Step, more: Partial<Finding> = {}): Finding => ({
  ...place,
  rule: "errors/swallowed-exception",
  severity: "medium",
  message: "It is swallowed.",
  related: [],
  flow: [],
  lineHash: "",
  fixes: [],
  ...more,
});

describe("hostile names and code", () => {
  it("come through as text, and end nothing", () => {
    fc.assert(
      fc.property(hostileResult, hostileText, (result, name) => {
        const html = page(result, `</title><script>${name}`);
        assert.doesNotMatch(html, ACTIVE);
        assert.equal(html.match(/<script/g)?.length, 2);
        assert.doesNotMatch(html, /<!--/);
        assert.deepEqual(contentsOf(html, "title"), [
          `&#60;/title&#62;&#60;script&#62;${escaped(visible(name))}: scarlint report`,
        ]);
        const { paths, findings } = dataOf(html);
        for (const { path } of result.findings) assert.ok(paths.includes(visible(path)));
        assert.equal(findings.length, result.findings.length);
      }),
    );
  });

  it("are spelled out where they would not be seen, with the right columns marked", () => {
    const line = '\ta = "\u202e"; b\u2028 = eval(x)';
    const { code, findings } = dataOf(page({ ...EMPTY, findings: [found(at(3, line.indexOf("eval") + 1, line, 4))] }));
    const shown = '\ta = "\\u202e"; b\\u2028 = eval(x)';
    assert.deepEqual(code, [[[3, shown]]]);
    const [, , , , from, to] = [...(findings[0]?.slice(0, 3) ?? []), ...(findings[0]?.[3].slice(2) ?? [])];
    assert.equal(shown.slice(Number(from), Number(to)), "eval");
  });
});

const escaped = (text: string): string => text.replace(/[<>&]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

describe("the code around a finding", () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${String(index + 1)}`);
  const linesOf: ReadLines = () => (line) => lines[line - 1];
  const codeOf = (...findings: Finding[]): unknown => dataOf(page({ ...EMPTY, findings }, "shop", linesOf)).code;

  it("is there once, whoever needs it", () => {
    const [first, second] = [found(at(2, 1, "line 2")), found(at(4, 1, "line 4"), { related: [at(20, 1, "line 20")] })];
    assert.deepEqual(codeOf(first, second), [
      [
        [1, ...lines.slice(0, 7)],
        [17, ...lines.slice(16, 23)],
      ],
    ]);
  });

  it("is left out where the file says something else by now", () => {
    assert.deepEqual(codeOf(found(at(2, 1, "line 2")), found(at(9, 1, "x = 1"))), [
      [
        [2, "line 2"],
        [9, "x = 1"],
      ],
    ]);
  });

  it("is cut where a line is longer than anybody reads", () => {
    const long = `x = ${"1".repeat(100_000)}`;
    const html = page({ ...EMPTY, findings: [found(at(1, 90_000, long, 5))] });
    assert.deepEqual(dataOf(html).code, [[[1, `${long.slice(0, 1000)}…`]]]);
    assert.ok(html.length < 100_000);
  });
});

test("the gravest come first, the program's own before those of its tests", () => {
  const findings = [
    found(at(1, 1, "a"), { severity: "low" }),
    found(at(2, 1, "b"), { severity: "high", purpose: "test" }),
    found(at(3, 1, "c"), { severity: "high" }),
  ];
  const lines = dataOf(page({ ...EMPTY, findings })).findings.map(([, , , [, line]]) => line);
  assert.deepEqual(lines, [3, 2, 1]);
});

test("what made the run incomplete is in it, and what was left out", () => {
  const failures = [{ path: "zeros.py", message: "holds NUL bytes" }];
  const data = dataOf(page({ ...EMPTY, failures, baseline: { old: 3, fixed: 0 } }));
  assert.deepEqual(data.failures, ["zeros.py: holds NUL bytes"]);
  assert.equal(data.old, 3);
});

test("the same run gives the same bytes", () => {
  fc.assert(fc.property(hostileResult, (result) => page(result) === page(structuredClone(result))));
});

test("a page asks nothing of anybody", () => {
  const html = page({ ...EMPTY, findings: [found(at(1, 1, "x"))] });
  assert.doesNotMatch(html, /https?:|\bsrc=|\bhref=|url\(|@import|fetch\(|XMLHttpRequest|WebSocket|import\(|eval\(/);
  const [policy = ""] = /(?<=http-equiv="Content-Security-Policy" content=")[^"]*/.exec(html) ?? [];
  const digest = (text = ""): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  assert.deepEqual(policy.split("; "), [
    "default-src 'none'",
    `script-src ${digest(contentsOf(html, "script")[1])}`,
    `style-src ${digest(contentsOf(html, "style")[0])}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});
