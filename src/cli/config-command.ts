import { relative, resolve } from "node:path";
import { resolve as resolveLayers, type Said } from "../config/settings.js";
import { layerOf } from "../engine/request/job.js";
import { configurationsFor, policyOf } from "../engine/request/policy.js";
import { problemOf, selectRules } from "../engine/rules/selection.js";
import type { RegisteredRule } from "../engine/rule.js";
import { directoryOf } from "../files/discover.js";
import { Exclusions } from "../files/exclusions.js";
import { displayPath, rootOf } from "../files/paths.js";
import { visible } from "../report/visible.js";
import { knownRules } from "./known-rules.js";
import type { ScanFlags } from "./flags.js";
import { print } from "./streams.js";

type Fact = string[] | Record<string, string[]>;

/** A line of the answer: what applies, and who said it. */
type Row = readonly [name: string, value: string, by: string];

/**
 * Shows what applies to a file, or to the files of a directory, and who said so: a line of a configuration, the command
 * line, or nobody.
 */
export async function configCommand(file: string, flags: ScanFlags): Promise<void> {
  const known = await knownRules(flags);
  selectRules(flags, known);
  const current = process.cwd();
  const absolute = resolve(file);
  const directory = directoryOf(absolute);
  const root = rootOf([directory], current);
  const configurations = configurationsFor(
    { configuration: flags.config },
    { root, current, problemOf: (name) => problemOf(name, known) },
  );
  if (flags.config) await configurations.read([directory]);
  // Of a directory, any file in it is meant.
  const path = displayPath(absolute === directory ? resolve(directory, "*") : absolute, root);
  const { layers, chain } = configurations.saidOf(path);
  const resolved = resolveLayers(
    known.map(({ id }) => id),
    [...layers, layerOf(flags)],
  );
  const rules = known.map(({ id, rule }): Row => {
    const runs = resolved.rules.get(id);
    if (!runs?.value) return [id, "off", runs?.by ?? "default"];
    const severity = resolved.severity.get(id);
    return severity ? [id, severity.value, severity.by] : [id, rule.severity, runs.by];
  });
  const exclude = [
    ...chain.flatMap(({ said, at }) =>
      (said.exclude ?? []).map((glob, index): Row => ["", glob, at(["exclude", index])]),
    ),
    ...(flags.exclude ?? []).map((glob): Row => ["", glob, "command line"]),
  ];
  const knowledge = chain.flatMap(({ said, at }) =>
    Object.entries<Fact | undefined>(said.knowledge ?? {}).flatMap(([kind, told = []]): Row[] =>
      Array.isArray(told)
        ? told.map((each, index): Row => [kind, each, at(["knowledge", kind, index])])
        : Object.entries(told).flatMap(([label, paths]) =>
            paths.map((each, index): Row => [`${kind} (${label})`, each, at(["knowledge", kind, label, index])]),
          ),
    ),
  );
  const isLeftOut = upTo(path).some((each) => new Exclusions(flags.exclude, configurations.exclusions).excludes(each));
  await print(
    process.stdout,
    [
      `${shown(absolute, current)}: ${configuredBy(chain.map((each) => each.path))}`,
      ...(isLeftOut ? ["It is left out of scans, unless it is named itself."] : []),
      ...section("settings", [row("audit", resolved.audit), row("require-reason", resolved.requireReason)]),
      ...section("scans from here", await policyRows(flags, known)),
      ...section("rules", rules),
      ...section("exclude", exclude),
      ...section("knowledge", knowledge),
      "",
    ]
      .map(visible)
      .join("\n"),
  );
}

/** What counts for a scan that is run in the current directory, whatever the file. */
async function policyRows({ config }: ScanFlags, rules: readonly RegisteredRule[]): Promise<Row[]> {
  const { minSeverity, failOn, baseline, format } = await policyOf({ rules, configuration: config });
  const file = baseline && { ...baseline, value: displayPath(baseline.value, process.cwd()) };
  const said = { "min-severity": minSeverity, "fail-on": failOn, baseline: file, format };
  return Object.entries(said).flatMap(([name, each]): Row[] => (each ? [[name, each.value, each.by]] : []));
}

function row(name: string, { value, by }: Said<boolean>): Row {
  return [name, String(value), by];
}

function configuredBy(paths: readonly string[]): string {
  const [nearest, ...extended] = [...paths].reverse();
  if (nearest === undefined) return "no configuration applies";
  return `configured by ${[nearest, ...extended].join(", which extends ")}`;
}

function section(title: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const [names, values] = [0, 1].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map(([name, value, by]) =>
    [name.padEnd(names ?? 0), value.padEnd(values ?? 0), by].filter((cell) => cell !== "").join("  "),
  );
  return ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** A path and the directories above it. */
function upTo(path: string): string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

function shown(absolute: string, current: string): string {
  return relative(current, absolute) === "" ? "." : displayPath(absolute, current);
}
