import { startTiming, takeTimes } from "../../src/timing.js";
import { findFixtures, problemsOf } from "./fixtures.js";

// For whoever writes a rule: `node dist/test/support/check.js [--timing] [fixtures/zmq …]` says what differs, and nothing
// else, or also what each rule took over the fixtures, with all that it was the first to ask: the dearest come first.
const args = process.argv.slice(2);
const isTimed = args.includes("--timing");
if (isTimed) startTiming();
const fixtures = findFixtures(args.filter((arg) => arg !== "--timing"));
let wrong = 0;
for (const fixture of fixtures) {
  const problems = await problemsOf(fixture);
  if (problems.length > 0) wrong++;
  for (const problem of problems) console.log(problem);
}
if (isTimed) {
  const rules = Object.entries(takeTimes()).filter(([work]) => work.startsWith("rule "));
  for (const [work, spent] of rules.sort(([, a], [, b]) => b - a))
    console.log(`${spent.toFixed(1)} ms  ${work.slice(5)}`);
}
console.log(`${String(fixtures.length)} fixtures, ${String(wrong)} not as they say`);
process.exitCode = wrong > 0 || fixtures.length === 0 ? 1 : 0;
