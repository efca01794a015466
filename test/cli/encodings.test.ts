import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BUGGY, report, scarlint, workspace } from "./command.js";

/** Where the one finding in a file is: line and column of its start and end. */
async function placeIn(t: Parameters<typeof workspace>[0], content: string | Uint8Array): Promise<number[]> {
  const { findings, failures } = await report([], { cwd: workspace(t, { "app.py": content }) });
  assert.deepEqual(failures, []);
  const [finding, ...others] = findings;
  assert.ok(finding && others.length === 0, JSON.stringify(findings));
  const { start, end } = finding;
  return [start.line, start.column, end.line, end.column];
}

const LATIN_1 = Buffer.from(`# -*- coding: latin-1 -*-\n# caf\xe9\n${BUGGY}`, "latin1");

describe("positions", () => {
  for (const [what, content, place] of [
    ["LF", BUGGY, [3, 1, 3, 18]],
    ["CRLF", BUGGY.replaceAll("\n", "\r\n"), [3, 1, 3, 18]],
    ["lone CR", BUGGY.replaceAll("\n", "\r"), [3, 1, 3, 18]],
    ["a mix of line ends", "a = 1\r\nb = 2\rc = 3\n" + BUGGY, [6, 1, 6, 18]],
    ["no line end at the end", BUGGY.trimEnd(), [3, 1, 3, 18]],
    ["a byte order mark", `\ufeff${BUGGY}`, [3, 1, 3, 18]],
    [
      "a byte order mark before the finding",
      "\ufefffrom contextlib import suppress\nwith suppress(Exception): go()\n",
      [2, 6, 2, 25],
    ],
    ["a byte order mark and a cookie", `\ufeff# coding: utf-8\n${BUGGY}`, [4, 1, 4, 18]],
    ["a form feed", `x = 1\n\f\n${BUGGY}`, [5, 1, 5, 18]],
    ["a form feed in the indentation", `\f${BUGGY}`, [3, 1, 3, 18]],
    ["tabs", `if 1:\n${BUGGY.replace(/^/gm, "\t").trimEnd()}\n`, [4, 2, 4, 19]],
    [
      "astral characters before the finding",
      "from contextlib import suppress\nwith open('😀é'), suppress(Exception): go()\n",
      [2, 19, 2, 38],
    ],
    ["latin-1", LATIN_1, [5, 1, 5, 18]],
    ["a cookie in the second line", Buffer.concat([Buffer.from("#!/usr/bin/python3\n"), LATIN_1]), [6, 1, 6, 18]],
    ["a cookie after a lone CR", Buffer.from(`#\r# coding: cp1252\r# \x80\r${BUGGY}`, "latin1"), [6, 1, 6, 18]],
    [
      "Shift JIS",
      Buffer.concat([Buffer.from("# coding: shift_jis\nx = '"), Buffer.from([0x83, 0x5c]), Buffer.from(`'\n${BUGGY}`)]),
      [5, 1, 5, 18],
    ],
    ["more than 32 KiB", `${"# padding padding padding\n".repeat(5000)}${BUGGY}`, [5003, 1, 5003, 18]],
  ] as const) {
    it(`are right with ${what}`, async (t) => {
      assert.deepEqual(await placeIn(t, content), place);
    });
  }

  it("are on one line for what spans several", async (t) => {
    const place = await placeIn(t, "try:\n    go()\nexcept (\n    Exception\n):\n    pass\n");
    assert.equal(place[0], place[2]);
  });
});

describe("files that are not text", () => {
  for (const [what, bytes, message] of [
    ["UTF-16", Buffer.from("\ufeffx = 1\n", "utf16le"), "holds NUL bytes, so it is not Python source"],
    ["undecodable bytes", Buffer.from("x = 1\ny = 2\nz = '\xff'\n", "latin1"), "line 3 is not UTF-8; "],
    ["a cookie behind code", Buffer.from("x = 1\n# coding: latin-1\n# \xe9\n", "latin1"), "line 3 is not UTF-8; "],
    ["a cookie in the third line", Buffer.from("\n\n# coding: latin-1\n# \xe9\n", "latin1"), "line 4 is not UTF-8; "],
    ["an unknown encoding", "# coding: klingon\n", "declares the encoding 'klingon', which is unknown; "],
    ["an encoding that is none for text", "# coding: base64\n", "declares the encoding 'base64', which is unknown; "],
    [
      "bytes that the declared encoding lacks",
      Buffer.from("# coding: ascii\n# \xe9\n", "latin1"),
      "line 2 is not ascii, which the file declares; ",
    ],
    [
      "a mark and a cookie that contradict it",
      "\ufeff# coding: latin-1\n",
      "starts with a UTF-8 byte order mark but declares",
    ],
    [
      "a mark and a cookie that spells UTF-8 in another way",
      "\ufeff# coding: utf8\n",
      "starts with a UTF-8 byte order mark but declares",
    ],
  ] as const) {
    it(`fail in one line: ${what}`, async (t) => {
      const { code, stderr } = await scarlint([], { cwd: workspace(t, { "app.py": bytes, "ok.py": "x = 1\n" }) });
      assert.equal(code, 2);
      assert.ok(stderr.startsWith(`scarlint: app.py: ${message}`), stderr);
      assert.match(stderr, /^[^\n]+\n$/);
    });
  }
});
