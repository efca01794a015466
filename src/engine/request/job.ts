import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Configurations, SaidOfFile } from "../../config/configurations.js";
import { keyOf, resolve as resolveLayers, settingsOf, type Layer, type Settings } from "../../config/settings.js";
import { directoryOf, discover, type Discovery, type FoundFile } from "../../files/discover.js";
import type { Disk } from "../../files/disk.js";
import { Exclusions, type DirectoryExclusions } from "../../files/exclusions.js";
import { displayPath, rootOf } from "../../files/paths.js";
import { NO_FACTS, type Facts } from "../../python/model/facts.js";
import { SourceFiles } from "../../files/source-files.js";
import type { Failure, FormerName } from "../finding/finding.js";
import type { RegisteredRule } from "../rule.js";
import { RULES } from "../rules/rules.generated.js";
import { formerNamesIn } from "../rules/former-names.js";
import { problemOf } from "../rules/selection.js";
import { configurationsFor } from "./policy.js";
import type { Choice, ScanRequest } from "./request.js";

/** Which files a scan is of: plain data, so that every worker can open the same ones. */
export interface Job {
  /** Absolute; what all paths are relative to. */
  readonly root: string;
  /** Absolute; the directories and files that were asked for. */
  readonly named: readonly string[];
  /** The files to scan, sorted. */
  readonly paths: readonly string[];
  readonly found: readonly FoundFile[];
  /** The files to run rules on, when others look after the rest. */
  readonly part?: readonly string[];
  /** Files that were named alone: what they import is looked for in the project around them. */
  readonly alone: readonly string[];
  readonly exclude: readonly string[];
  /** What the configurations leave out. */
  readonly excluded: readonly DirectoryExclusions[];
  /** A text that stands for a file. */
  readonly text?: { readonly path: string; readonly content: Uint8Array };
  /** What to read in place of what files hold, by path; nothing where there is to be no file. */
  readonly replaced: ReadonlyMap<string, Uint8Array | undefined>;
  /** Settings, each once. */
  readonly settings: readonly Settings[];
  /** For each of the paths, which of the settings apply to it. */
  readonly settingsOf: readonly number[];
}

/** The files of a scan and what applies to each, and what could not be looked at. */
export interface Gathered {
  readonly job: Job;
  readonly failures: readonly Failure[];
  readonly formerNames: readonly FormerName[];
  /** Globs of the request that left out nothing of the directories that were looked through. */
  readonly unmet: readonly string[];
}

/**
 * Finds the files of a scan and what applies to each of them, and says what could not be looked at.
 *
 * @throws ConfigurationError when a configuration of the tree cannot be followed.
 */
export async function gather(request: ScanRequest): Promise<Gathered> {
  const { rules = RULES } = request;
  const current = resolve(request.current ?? ".");
  const named = request.paths ?? (request.text ? [] : [current]);
  const text = request.text && { absolute: resolve(current, request.text.path), content: request.text.content };
  const absolutes = named.map((path) => resolve(current, path));
  const around = [...absolutes, ...(text ? [text.absolute] : [])].map(directoryOf);
  const root = rootOf(around, current);
  const replaced = request.replaced ?? new Map<string, Uint8Array | undefined>();
  const isOnlyGiven = (absolute: string): boolean =>
    !existsSync(absolute) && replaced.get(displayPath(absolute, root)) !== undefined;
  const inTree = absolutes.filter((absolute) => !isOnlyGiven(absolute));
  const exclude = request.exclude ?? [];
  // A configuration may name whatever there is, also when only some of it runs.
  const known = [...new Set([...RULES, ...rules])];
  const configurations = configurationsFor(request, { root, current, problemOf: (name) => problemOf(name, known) });
  let exclusions = new Exclusions(exclude, configurations.exclusions);
  const find = (): Discovery => {
    exclusions = new Exclusions(exclude, configurations.exclusions);
    return discover(inTree, root, current, exclusions);
  };
  const isConfigured = request.configuration !== false;
  if (isConfigured) await configurations.read(around);
  let discovery = find();
  // A configuration that is met on the way may leave out what was found below it.
  while (isConfigured && (await configurations.read(discovery.configured))) discovery = find();
  const { files: found, problems } = discovery;
  const shown = text && { path: displayPath(text.absolute, root), content: text.content };
  const given = absolutes.filter(isOnlyGiven).map((absolute) => displayPath(absolute, root));
  const texts = shown ? [shown.path, ...given] : given;
  const alone = [...found.filter((file) => file.isNamed).map((file) => file.path), ...texts];
  const paths = [...new Set([...found.map((file) => file.path), ...texts])].sort();
  const failures = problems.map(({ path, message }) => ({ path, message }));
  const excluded = configurations.exclusions;
  const files = {
    root,
    named: absolutes,
    paths,
    found,
    alone,
    exclude,
    excluded,
    replaced,
    ...(shown && { text: shown }),
  };
  const layers = new Set(paths.flatMap((path) => configurations.saidOf(path).layers));
  const formerNames = formerNamesIn([...layers, layerOf(request)]);
  const unmet = found.every((file) => file.isNamed) ? [] : exclusions.unmet;
  return { job: { ...files, ...settingsFor(paths, configurations, request, rules) }, failures, formerNames, unmet };
}

function settingsFor(
  paths: readonly string[],
  configurations: Configurations,
  choice: Choice,
  rules: readonly RegisteredRule[],
): Pick<Job, "settings" | "settingsOf"> {
  const ids = rules.map(({ id }) => id).sort();
  const last = layerOf(choice);
  // Facts are long, and the same for all files of a configuration.
  const numbers = new Map<Facts, Map<string, number>>();
  const settings: Settings[] = [];
  const numberOf = ({ layers, facts }: SaidOfFile): number => {
    const one = settingsOf(resolveLayers(ids, [...layers, last]), facts);
    const ofFacts = numbers.get(facts) ?? new Map<string, number>();
    numbers.set(facts, ofFacts);
    const key = keyOf({ ...one, facts: NO_FACTS });
    const known = ofFacts.get(key) ?? settings.push(one) - 1;
    ofFacts.set(key, known);
    return known;
  };
  const seen = new Map<SaidOfFile, number>();
  const settingsOfPaths = paths.map((path) => {
    const said = configurations.saidOf(path);
    const known = seen.get(said) ?? numberOf(said);
    seen.set(said, known);
    return known;
  });
  return { settings, settingsOf: settingsOfPaths };
}

/** What the command line says, as the layer that wins. */
export function layerOf({ select = [], ignore = [], audit, requireReason }: Choice): Layer {
  const by = "command line";
  return {
    ...(select.length > 0 && { select: { value: select, by } }),
    ...(ignore.length > 0 && { ignore: { value: ignore, by } }),
    ...(audit !== undefined && { audit: { value: audit, by } }),
    ...(requireReason !== undefined && { requireReason: { value: requireReason, by } }),
  };
}

/** The files of a job, to read from; `disk` is what is known of them already. */
export function openFiles(job: Job, disk?: Disk): SourceFiles {
  const files = new SourceFiles(job.root, job.alone, new Exclusions(job.exclude, job.excluded), disk);
  files.admit(job.found);
  if (job.text) files.replace(job.text.path, job.text.content);
  for (const [path, content] of job.replaced) {
    if (content) files.replace(path, content);
    else files.hide(path);
  }
  return files;
}

/** What applies to each file of a job. */
export function settingsByPath({ paths, settings, settingsOf }: Job): ReadonlyMap<string, Settings> {
  const known = paths.map((path, index) => [path, settings[settingsOf[index] ?? 0]] as const);
  return new Map(known.flatMap(([path, one]) => (one ? [[path, one]] : [])));
}
