import { readXml, type Attributes } from "./xml.js";
import type { Coverage, FileCoverage } from "./coverage.js";

/** A file that is being read. */
interface Draft {
  readonly lines: Map<number, boolean>;
  /** By line: how many branches leave it, and how many were taken. */
  readonly branches: Map<number, readonly [all: number, covered: number]>;
}

/**
 * Reads Cobertura's XML, as `coverage xml` and others write it. Rates in it are rounded, so everything is counted from
 * the lines; a file that several classes share is one file.
 *
 * @throws Error with one readable line when it is something else
 */
export function readCobertura(xml: string): Coverage {
  const files = new Map<string, Draft>();
  const sources: string[] = [];
  let [source, isRoot]: [string | undefined, boolean] = [undefined, true];
  let file: Draft | undefined;
  readXml(xml, {
    open: (name, attributes) => {
      if (isRoot && name !== "coverage") throw new Error(`it is no coverage report: its root is <${name}>`);
      isRoot = false;
      if (name === "source") source = "";
      else if (name === "class") file = draftFor(attributes.get("filename") ?? "", files);
      else if (name === "line" && file) addLine(file, attributes);
    },
    text: (text) => {
      if (source !== undefined) source += text.slice(0, 5000);
    },
    close: (name) => {
      if (name === "source" && source !== undefined) sources.push(source.trim());
      if (name === "source") source = undefined;
      if (name === "class") file = undefined;
    },
  });
  const prefix = sources.length === 1 ? (sources[0] ?? "") : "";
  return {
    files: [...files].map(([path, draft]) => fileOf(joined(prefix, path), draft)),
    hasBranches: [...files.values()].some(({ branches }) => branches.size > 0),
  };
}

function draftFor(path: string, files: Map<string, Draft>): Draft {
  const known = files.get(path) ?? { lines: new Map<number, boolean>(), branches: new Map() };
  files.set(path, known);
  return known;
}

function addLine({ lines, branches }: Draft, attributes: Attributes): void {
  const line = Number(attributes.get("number"));
  if (!Number.isInteger(line) || line < 1) return;
  lines.set(line, lines.get(line) === true || Number(attributes.get("hits")) > 0);
  const [, covered, all] = /\((\d+)\/(\d+)\)/.exec(attributes.get("condition-coverage") ?? "") ?? [];
  if (covered !== undefined) branches.set(line, [Number(all), Number(covered)]);
}

/** Files are named from the one source that there is; of several, nobody knows which. */
function joined(prefix: string, path: string): string {
  const plain = path.replaceAll("\\", "/");
  return prefix === "" || /^(?:\/|[A-Za-z]:)/.test(plain)
    ? plain
    : `${prefix.replaceAll("\\", "/").replace(/\/$/, "")}/${plain}`;
}

function fileOf(path: string, { lines, branches }: Draft): FileCoverage {
  const counts = [...branches.values()];
  return {
    path,
    lines,
    branches: counts.reduce((sum, [all]) => sum + all, 0),
    coveredBranches: counts.reduce((sum, [, covered]) => sum + covered, 0),
    tests: undefined,
  };
}
