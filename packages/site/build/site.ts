import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadDocs } from "../../../src/engine/rules/docs.js";
import { LARGEST_DOCUMENT, readText } from "../../../src/files/read.js";
import { HOMEPAGE } from "../../../src/version.js";
import { documentPage, type Document } from "./document.js";
import { findingIn, pooledSocket } from "./example.js";
import { figuresOf } from "./figures.js";
import { frontPage } from "./front.js";
import { pageOf } from "./layout.js";
import { brokenLinks } from "./links.js";
import { render, type Follow } from "./markdown.js";
import { playgroundPage } from "./playground.js";
import { engineScript, pageScript } from "./scripts.js";
import { searchData } from "./search-data.js";
import { addressOf, groupsOf, ruleSources, type Source } from "./sources.js";

/** Styles, those that a report has, too, in front. */
const STYLES = [
  "src/report/html/page/colours.css",
  "src/report/html/page/finding.css",
  "packages/site/pages/site.css",
  "packages/site/pages/playground.css",
];

/**
 * Builds the whole site into a directory, whose old content goes.
 *
 * @throws Error with a line for each link that leads nowhere, or for what a page is lacking.
 */
export async function buildSite(root: string, target: string): Promise<void> {
  const files = await siteFiles(root);
  const problems = brokenLinks(files);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  rmSync(target, { recursive: true, force: true });
  for (const [address, text] of files) {
    const file = path.join(target, address);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** All files of the site by their addresses. */
async function siteFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const read = (file: string): string => readText(path.join(root, file), LARGEST_DOCUMENT);
  const documents = await documentsOf(root, read);
  const program = pooledSocket(root);
  const figures = figuresOf(read("README.md"), read("bench/results.md"));
  const pages = [
    await frontPage(program, await findingIn(program), figures),
    playgroundPage(program, await loadDocs()),
    ...documents.map((document) => documentPage(document, documents)),
  ];
  return new Map([
    ...pages.map((page): [string, string] => [page.address, pageOf(page)]),
    ["site.css", STYLES.map(read).join("\n")],
    ["icon.svg", read("packages/site/pages/icon.svg")],
    ...["site", "search", "front", "playground"].map((name): [string, string] => [
      `${name}.js`,
      pageScript(root, name),
    ]),
    ["playground-engine.js", await engineScript(root)],
    ["search-data.js", searchData(documents)],
  ]);
}

async function documentsOf(root: string, read: (file: string) => string): Promise<Document[]> {
  const follow = following(root);
  const make = async (group: string, source: Source): Promise<Document> => {
    const isRule = group === "Rules" && !source.address.endsWith("index.html");
    return {
      ...source,
      group,
      isRule,
      rendered: await render(source, linked(read(source.file), isRule), follow, isRule),
    };
  };
  const rules = { title: "Rules", sources: ruleSources(root) };
  const all = [...groupsOf(root), rules].flatMap(({ title, sources }) => sources.map((source) => make(title, source)));
  return Promise.all(all);
}

/** A rule's page names the page on precision, which a terminal cannot link to. */
function linked(text: string, isRule: boolean): string {
  return isRule
    ? text.replace(/^(.*)\bdocs\/precision\.md says how\.$/m, "$1[The page on precision](../../precision.md) says how.")
    : text;
}

/** Links to what has a page lead there, those to other files to where the project's files can be read. */
function following(root: string): Follow {
  return ({ file, address }, link) => {
    const [to = "", anchor] = link.split("#");
    if (/^[a-z]+:/.test(link) || to === "") return link;
    const meant = path.posix.join(path.posix.dirname(file), to);
    const page = addressOf(meant);
    const behind = anchor === undefined ? "" : `#${anchor}`;
    if (page !== undefined) return path.posix.relative(path.posix.dirname(address), page) + behind;
    // What is not there stays as it is, and is found to lead nowhere.
    return existsSync(path.join(root, meant)) ? `${HOMEPAGE}/blob/main/${meant}${behind}` : link;
  };
}
