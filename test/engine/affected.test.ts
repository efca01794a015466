import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { it, type TestContext } from "node:test";
import { affectedBy } from "../../src/engine/change/affected.js";
import { directory, write } from "../support/git.js";

/** The other files that a change of lines, counted from 1, of `pool.py` leads to. */
function affected(t: TestContext, files: Readonly<Record<string, string>>, lines: readonly number[]): string[] {
  const root = directory(t);
  write(root, files);
  const text = readFileSync(path.join(root, "pool.py"), "utf8");
  const hunks = lines.map((start) => ({
    before: { start, count: 1 },
    after: { start, count: 1 },
    moved: new Set<number>(),
  }));
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
  return affectedBy([{ path: "pool.py", before: text, after: text, hunks }], root, paths.sort());
}

const POOL = `class Pool:
    size = 1

    def __init__(self):
        self.items = []

    def borrow(self):
        def pick():
            return 1
        return pick()

    def close(self):
        self.items.clear()
`;
const USERS = {
  "pool.py": POOL,
  "borrows.py": "def lend(pool):\n    return pool.borrow()\n",
  "closes.py": "def end(pool):\n    pool.close()\n",
  "makes.py": "from pool import Pool\npool = Pool()\n",
  "lends.py": "import borrows\nborrows.lend(None)\n",
};

it("a changed method leads to those that use it, and to those that use them, not to all that use its class", (t) => {
  assert.deepEqual(affected(t, USERS, [10]), ["borrows.py", "lends.py"]);
  assert.deepEqual(affected(t, USERS, [9]), ["borrows.py", "lends.py"]);
  assert.deepEqual(affected(t, USERS, [13]), ["closes.py"]);
});

it("a method that Python calls, and what stands in the class itself, lead to those that use the class", (t) => {
  assert.deepEqual(affected(t, USERS, [4]), ["makes.py"]);
  assert.deepEqual(affected(t, USERS, [2]), ["makes.py"]);
});

it("of many files the nearest are taken, as long as they are small, and a name of everybody leads nowhere", (t) => {
  const user = "pool.borrow()\n";
  const large = `${user}${"x = 1\n".repeat(40_000)}`;
  const bounded = { "pool.py": POOL, "large.py": large, "near.py": user, "far/away/too.py": user };
  assert.deepEqual(affected(t, bounded, [10]), ["far/away/too.py", "near.py"]);
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`user${String(index)}.py`, user]));
  assert.deepEqual(affected(t, { "pool.py": POOL, ...many }, [10]), []);
});
