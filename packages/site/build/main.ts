import path from "node:path";
import { buildSite } from "./site.js";

// `npm run site [-- DIR]`: builds the site into a directory, dist/site unless another is named.
const root = process.cwd();
const target = path.resolve(process.argv[2] ?? "dist/site");
try {
  await buildSite(root, target);
  console.log(`the site is in ${target}: open index.html`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
