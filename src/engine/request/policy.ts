import { dirname, resolve } from "node:path";
import { ConfigurationError } from "../../config/error.js";
import { Configurations, type SourceFile } from "../../config/configurations.js";
import type { Format } from "../../config/formats.js";
import type { Said } from "../../config/settings.js";
import { directoryOf } from "../../files/discover.js";
import { isInside, rootOf } from "../../files/paths.js";
import { RULES } from "../rules/rules.generated.js";
import { problemOf } from "../rules/selection.js";
import type { Severity } from "../severity.js";
import type { Files, ScanRequest } from "./request.js";

/** What a configuration says of a scan as a whole, and who says it. */
export interface Policy {
  readonly minSeverity?: Said<Severity>;
  readonly failOn?: Said<Severity>;
  /** Absolute. */
  readonly baseline?: Said<string>;
  readonly format?: Said<Format>;
  /** What no link to the baseline may lead out of; absolute. */
  readonly root: string;
}

/**
 * What the configuration says of a scan as a whole that applies to the directory that it is run in, or to the root of what
 * is scanned when that is elsewhere.
 *
 * @throws ConfigurationError when a configuration cannot be followed.
 */
export async function policyOf(request: Files & Pick<ScanRequest, "rules">): Promise<Policy> {
  const current = resolve(request.current ?? ".");
  const named = (request.paths ?? (request.text ? [] : ["."])).map((path) => resolve(current, path));
  const texts = request.text ? [resolve(current, request.text.path)] : [];
  const root = rootOf([...named, ...texts].map(directoryOf), current);
  if (request.configuration === false) return { root };
  const known = [...new Set([...RULES, ...(request.rules ?? [])])];
  const configurations = configurationsFor(request, { root, current, problemOf: (name) => problemOf(name, known) });
  const here = isInside(current, root) ? current : root;
  await configurations.read([here]);
  const { chain } = configurations.saidIn(here);
  return { root, ...sayingOf(chain, root, request) };
}

/** The configurations of a tree, or the one file that a request names in their place. */
export function configurationsFor(
  { configuration }: Files,
  surroundings: Omit<ConstructorParameters<typeof Configurations>[0], "file">,
): Configurations {
  const file = typeof configuration === "string" ? resolve(surroundings.current, configuration) : undefined;
  return new Configurations({ ...surroundings, file });
}

/** The nearest says what counts, then what it extends. */
function sayingOf(chain: readonly SourceFile[], root: string, { configuration }: Files): Omit<Policy, "root"> {
  const nearest = chain.toReversed();
  const said = <K extends "min-severity" | "fail-on" | "baseline" | "format">(key: K) => {
    const file = nearest.find((each) => each.said[key] !== undefined);
    const value = file?.said[key];
    return file && value !== undefined ? { value, by: file.at([key]), file } : undefined;
  };
  const [minSeverity, failOn, baseline, format] = [
    said("min-severity"),
    said("fail-on"),
    said("baseline"),
    said("format"),
  ];
  const file = baseline && absolutely(baseline, root, configuration);
  return {
    ...(minSeverity && { minSeverity }),
    ...(failOn && { failOn }),
    ...(format && { format }),
    ...(baseline && file !== undefined && { baseline: { value: file, by: baseline.by } }),
  };
}

/** The path of a baseline. @throws ConfigurationError when it leads out of the repository. */
function absolutely(
  { value, by, file }: Said<string> & { readonly file: SourceFile },
  root: string,
  configuration: Files["configuration"],
): string {
  const from = typeof configuration === "string" ? root : dirname(file.absolute);
  const target = resolve(from, value);
  if (isInside(target, root)) return target;
  const where = "that is outside of the repository, where nothing is read";
  throw new ConfigurationError([`${by}: 'baseline' names '${value}', but ${where}`]);
}
