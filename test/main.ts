import { readdirSync } from "node:fs";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { ROOT } from "./support/paths.js";

// Runs every test/**/*.test.ts, or those whose path holds one of the words given, and ends in a line that counts.
// `node --test` would also run what the tests are built from, and names its files in another way in each version.
const words = process.argv.slice(2);
const files = readdirSync(path.join(ROOT, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && (words.length === 0 || words.some((word) => file.includes(word))))
  .map((file) => path.join(ROOT, "dist/test", file.replace(/\.ts$/, ".js")));

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files: files.sort(), concurrency: true });
stream.on("test:pass", ({ skip }) => counts[skip === undefined ? "passed" : "skipped"]++);
stream.on("test:fail", () => counts.failed++);
const report = stream.pipe(new spec());
report.pipe(process.stdout, { end: false });
report.on("end", () => {
  const { passed, failed, skipped } = counts;
  const total = passed + failed + skipped;
  console.log(`tests: ${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
  // A run of nothing proves nothing.
  process.exitCode = failed > 0 || total === 0 ? 1 : 0;
});
