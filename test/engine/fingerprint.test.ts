import assert from "node:assert/strict";
import { test } from "node:test";
import { lineHashes } from "../../src/engine/finding/fingerprint.js";

const END = "c129715d7a2bc9a3:1";

/** What GitHub's own action answers for these texts. */
const ANSWERS: readonly (readonly [name: string, source: string, hashes: readonly string[]])[] = [
  ["an empty file", "", [END]],
  [
    "no line feed at the end",
    " a\nb\n  \t\tc\n d",
    ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
  ],
  [
    "lines that look alike until their windows reach the end",
    "Lorem ipsum dolor sit amet.\n".repeat(10),
    [
      ...[1, 2, 3, 4, 5, 6].map((n) => `a7f2ff13bc495cf2:${String(n)}`),
      "a7f2ff1481e87703:1",
      "a9cf91f7bbf1862b:1",
      "55ec222b86bcae53:1",
      "cc97dc7b1d7d8f7b:1",
      END,
    ],
  ],
  [
    "a byte order mark, an astral character and mixed ends of lines",
    '\ufeffnaïve = "😀"\r\n\tif naïve:\r        print(naïve)\n\n',
    ["ebd8d414424d907a:1", "8c37d1f1a2aef63a:1", "9a1647f2df7b9332:1", "3c5bef55b72b93c9:1", END],
  ],
  [
    "lines longer than the window, of the greatest characters",
    `${"a".repeat(250)}\n${"\uffff".repeat(120)}\nend`,
    ["871f6af4d0d4dd7c:1", "7131b483a11ec104:1", "43b6461eda086fe2:1"],
  ],
  ["a null character", "x\0y\n\n", ["1afdbf9f329d1ef8:1", "3c5bef55b72b93c9:1", END]],
];

for (const [name, source, hashes] of ANSWERS) {
  test(`line hashes are GitHub's for ${name}`, () => {
    assert.deepEqual(lineHashes(source), hashes);
  });
}

test("line hashes do not depend on how lines end", () => {
  const source = " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n";
  const hashes = [
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    END,
  ];
  for (const end of ["\n", "\r\n", "\r"]) assert.deepEqual(lineHashes(source.replaceAll("\n", end)), hashes);
});

test("lines added above leave the hashes below as they were", () => {
  const source = "import os\n\n\ndef main() -> None:\n    os.abort()\n";
  assert.deepEqual(lineHashes(`# A comment.\n\n${source}`).slice(-4), lineHashes(source).slice(-4));
});
