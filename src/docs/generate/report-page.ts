import path from "node:path";
import { buildSync } from "esbuild";
import { LARGEST_DOCUMENT, readText } from "../../files/read.js";

/** Where the page of an HTML report is written by hand. */
const FOLDER = "src/report/html/page";

/** Its styles, of which the site shares all but the last. */
const STYLES = ["colours.css", "finding.css", "page.css"];

/** The page of an HTML report as a module: its body, and one script and one style, which it holds itself. */
export function reportPage(root: string): string {
  const read = (file: string): string => readText(path.join(root, FOLDER, file), LARGEST_DOCUMENT);
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [`${FOLDER}/main.ts`],
    bundle: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    // Nothing of the compiler's configuration matters to it.
    tsconfigRaw: "{}",
    write: false,
  });
  const style = STYLES.map(read).join("\n");
  const parts = { BODY: read("page.html"), STYLE: style, SCRIPT: outputFiles[0]?.text ?? "" };
  const lines = Object.entries(parts).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`);
  return `// Written by \`npm run generate\` from the files in ${FOLDER}/; edit those.\n${lines.join("")}`;
}
