import { findFixtures, problemsOf } from "./fixtures.js";

// For whoever writes a rule: `node dist/test/support/check.js [fixtures/zmq …]` says what differs, and nothing else.
const fixtures = findFixtures(process.argv.slice(2));
let wrong = 0;
for (const fixture of fixtures) {
  const problems = await problemsOf(fixture);
  if (problems.length > 0) wrong++;
  for (const problem of problems) console.log(problem);
}
console.log(`${String(fixtures.length)} fixtures, ${String(wrong)} not as they say`);
process.exitCode = wrong > 0 || fixtures.length === 0 ? 1 : 0;
