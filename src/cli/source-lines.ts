import { resolve } from "node:path";
import type { ScanResult } from "../engine/finding/finding.js";
import type { ScanRequest } from "../engine/request/request.js";
import { displayPath } from "../files/paths.js";
import { SourceFiles } from "../files/source-files.js";
import type { ReadLines } from "../report/html/code.js";
import { Lines } from "../syntax/positions.js";

/** The lines of the files that a result is of, as far as they can still be read inside its root. */
export function sourceLines({ root }: Pick<ScanResult, "root">, { text }: Pick<ScanRequest, "text">): ReadLines {
  const files = new SourceFiles(root);
  if (text) files.replace(displayPath(resolve(text.path), root), text.content);
  return (path) => {
    const content = files.read(path);
    if (content === undefined) return undefined;
    const lines = new Lines(content);
    return (line) => (line <= lines.count ? lines.text(line) : undefined);
  };
}
