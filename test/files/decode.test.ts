import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { it } from "node:test";
import { decode } from "../../src/files/decode.js";

/** Decodes each file as CPython's own reader of source does: the text, or null where it refuses. */
const CPYTHON = `
import io, json, sys, tokenize
def text(data):
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError):
        return None
print(json.dumps([text(bytes.fromhex(line.strip())) for line in sys.stdin]))
`;

it("decodes as CPython does", () => {
  const bodies = ["x = 1", "s = '\xe9\xa4'", "s = '\xc3\xa9'", "# \x80\xff", "k = '\x83\x5c'", ""];
  const headers = [
    "",
    "\xef\xbb\xbf",
    "\xef\xbb\xbf# coding: utf-8\n",
    "\xef\xbb\xbf# coding: latin-1\n",
    ...["utf-8", "utf", "UTF8", "utf_8", "utf-8-unix", "latin-1", "latin1", "iso-8859-1", "ISO_8859_15", "L1"].map(
      (name) => `# coding: ${name}\n`,
    ),
    ...["iso-latin-1-unix", "cp1252", "cp1251", "koi8-r", "ascii", "us-ascii", "gbk", "big5", "euc-jp"].map(
      (name) => `# coding=${name}\n`,
    ),
    ...["shift_jis", "mac-roman", "no-such", "utf-8-sig"].map((name) => `# vim: set fileencoding=${name} :\n`),
    "#!/usr/bin/python\n\t\f # -*- coding: cp1252 -*-\n",
    "x = 1\n# coding: cp1252\n",
    "\n\n# coding: cp1252\n",
    "'''\n# coding: cp1252\n'''\n",
    "# encoding without a name:\n",
    "# coding : cp1252\n",
  ];
  const files = headers.flatMap((header) => bodies.map((body) => Buffer.from(`${header}${body}\n`, "latin1")));
  const input = files.map((file) => `${file.toString("hex")}\n`).join("");
  const expected = JSON.parse(execFileSync("python3", ["-c", CPYTHON], { input, encoding: "utf8" })) as (
    string | null
  )[];
  for (const [index, file] of files.entries()) {
    assert.equal(textOf(file), expected[index], JSON.stringify(file.toString("latin1")));
  }
});

function textOf(file: Uint8Array): string | null {
  try {
    return decode(file).text;
  } catch {
    return null;
  }
}
