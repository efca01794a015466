import path from "node:path";

/** What is wrong with the links of some pages, one line each. @param files all of the site, HTML by its address */
export function brokenLinks(files: ReadonlyMap<string, string>): string[] {
  const names = new Map([...files].map(([address, html]) => [address, new Set(matches(html, / id="([^"]*)"/g))]));
  return [...files].flatMap(([address, html]) =>
    matches(html, / (?:href|src)="([^"]*)"/g)
      .filter((link) => !/^(https?|mailto):/.test(link))
      .filter((link) => !leadsSomewhere(address, link, names))
      .map((link) => `${address}: '${link}' leads nowhere`),
  );
}

function leadsSomewhere(from: string, link: string, names: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const [file = "", anchor = ""] = link.replaceAll("&#38;", "&").split("#");
  const found = names.get(file === "" ? from : path.posix.join(path.posix.dirname(from), file));
  return (
    found !== undefined && (anchor === "" || anchor.startsWith("program=") || found.has(decodeURIComponent(anchor)))
  );
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, found]) => found ?? []);
}
