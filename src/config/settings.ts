import { currentName } from "../engine/rules/former-names.js";
import type { Severity } from "../engine/severity.js";
import { NO_FACTS, type Facts } from "../python/model/facts.js";

/** Where a value was said: `pyproject.toml:12`, `default` or `command line`. */
export type Origin = string;

/** A value, and who said it. */
export interface Said<T> {
  readonly value: T;
  readonly by: Origin;
}

/** What one place says about rules. A later layer wins over an earlier one. */
export interface Layer {
  /** Starts afresh: only these rules and domains. */
  readonly select?: Said<readonly string[]>;
  /** Takes away from what is selected so far. */
  readonly ignore?: Said<readonly string[]>;
  readonly severity?: readonly { readonly name: string; readonly said: Said<Severity> }[];
  readonly audit?: Said<boolean>;
  readonly requireReason?: Said<boolean>;
}

/**
 * What applies to a file: plain data, which goes to workers. Lists and keys are sorted and what is usual is left out,
 * so equal settings are equal as JSON text: see {@link keyOf}.
 */
export interface Settings {
  /** The ids of the rules that run, sorted. */
  readonly rules: readonly string[];
  /** The severity of each rule whose severity was changed. */
  readonly severity: Readonly<Record<string, Severity>>;
  /** Whether to report also what is merely likely. */
  readonly audit: boolean;
  /** Whether a comment that silences a finding has to say why. */
  readonly requireReason: boolean;
  /** What the project knows about itself. */
  readonly facts: Facts;
}

/** A text that is the same for settings that mean the same, and differs for all others. */
export function keyOf(settings: Settings): string {
  return JSON.stringify(settings);
}

/** What the layers come to, with who said what. */
export interface Resolved {
  /** For each rule, whether it runs, sorted by id. */
  readonly rules: ReadonlyMap<string, Said<boolean>>;
  readonly severity: ReadonlyMap<string, Said<Severity>>;
  readonly audit: Said<boolean>;
  readonly requireReason: Said<boolean>;
}

const DEFAULT: Origin = "default";

/**
 * Puts layers on top of each other, the weakest first.
 *
 * @param ids of all rules, sorted
 */
export function resolve(ids: readonly string[], layers: readonly Layer[]): Resolved {
  let rules = new Map(ids.map((id) => [id, { value: true, by: DEFAULT }]));
  const severity = new Map<string, Said<Severity>>();
  let audit: Said<boolean> = { value: false, by: DEFAULT };
  let requireReason: Said<boolean> = { value: false, by: DEFAULT };
  for (const layer of layers) {
    const { select, ignore } = layer;
    if (select) rules = new Map(ids.map((id) => [id, { value: isNamed(id, select.value), by: select.by }]));
    if (ignore) for (const id of ids) if (isNamed(id, ignore.value)) rules.set(id, { value: false, by: ignore.by });
    // What is said of a rule counts more than what is said of its domain, within one place.
    const said = [...(layer.severity ?? [])].sort(
      (a, b) => Number(a.name.includes("/")) - Number(b.name.includes("/")),
    );
    for (const each of said) for (const id of ids) if (isNamed(id, [each.name])) severity.set(id, each.said);
    audit = layer.audit ?? audit;
    requireReason = layer.requireReason ?? requireReason;
  }
  return { rules, severity, audit, requireReason };
}

/** The settings that a resolution comes to. */
export function settingsOf({ rules, severity, audit, requireReason }: Resolved, facts: Facts = NO_FACTS): Settings {
  return {
    rules: [...rules].filter(([, { value }]) => value).map(([id]) => id),
    severity: Object.fromEntries([...severity].sort(byFirst).map(([id, { value }]) => [id, value])),
    audit: audit.value,
    requireReason: requireReason.value,
    facts,
  };
}

/** Whether names hold a rule's id or its domain. */
function isNamed(id: string, names: readonly string[]): boolean {
  const domain = id.slice(0, id.indexOf("/"));
  return names.some((name) => currentName(name) === id || name === domain);
}

function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
