import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { collectRules } from "./collect.js";
import { outputsOf } from "./outputs.js";
import { staleFiles } from "./stale.js";

// `npm run generate [-- --check]`: writes the registry, the texts and the pages of all rules, or says which are out
// of date. A rule that cannot be read is named and left out, so that a half-written one does not stop the others.
const root = process.cwd();
const check = process.argv.includes("--check");
const { rules, problems } = collectRules(root);
const outputs = outputsOf(rules);
const complaints = [...problems];
for (const file of staleFiles(root, outputs)) {
  if (check) complaints.push(`${file}: out of date, 'npm run generate' writes it anew`);
  else update(path.join(root, file), outputs.get(file));
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else console.log(`${String(rules.length)} rules: ${check ? "all that is generated is up to date" : "generated"}`);

function update(file: string, text: string | undefined): void {
  if (text === undefined) rmSync(file);
  else {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
