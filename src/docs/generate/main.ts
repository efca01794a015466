import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { generatedFor } from "./generated.js";
import { screen, SCREEN } from "./screen.js";
import { staleFiles } from "./stale.js";
import { writeGenerated } from "./write.js";

// `npm run generate [-- --check]`: writes the registry, the texts and the pages of all rules, the page of the
// vocabulary and that of an HTML report, or says which are out of date. A rule that cannot be read is named and left out, so that a half-written
// one does not stop the others.
const root = process.cwd();
const check = process.argv.includes("--check");
const generated = generatedFor(root);
const complaints = [...generated.problems];
if (!check) writeGenerated(root, generated);
// The picture is of what the built command prints: it is drawn where there is one.
if (!check && existsSync(path.join(root, "dist/bundle"))) writeFileSync(path.join(root, SCREEN), screen(root));
for (const file of staleFiles(root, generated.outputs)) {
  complaints.push(`${file}: out of date, 'npm run generate' writes it anew`);
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else console.log(`${String(generated.rules)} rules: ${check ? "all that is generated is up to date" : "generated"}`);
