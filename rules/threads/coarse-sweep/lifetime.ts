import type { Node } from "../../../src/syntax/node.js";
import { numberOf, unwrap } from "../../../src/python/cfg/evaluation.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { mutationsOf } from "../../../src/python/dataflow/mutations.js";
import { fixedSeconds, sweepTests } from "./expiry.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";

/** How long a thing lasts: so many seconds, or as long as whoever makes it chooses. */
export type Lifetime = number | "chosen";

/** How many assignments a deadline is followed through to what it is made of. */
const MOST_STEPS = 3;

/** How long what a loop takes back lasts, the shortest of it; undefined when that cannot be told. */
export function lifetimeOf(loop: Node): Lifetime | undefined {
  const found = [...sweepTests(loop)].flatMap((test) =>
    test.children.flatMap((side) => [...lifetimesIn(side, MOST_STEPS)]),
  );
  const numbers = found.filter((one) => typeof one === "number");
  if (numbers.length > 0) return Math.min(...numbers);
  return found.includes("chosen") ? "chosen" : undefined;
}

/** The lifetimes in a sum of times, such as `lease.since + self.ttl`. */
function* lifetimesIn(side: Node, steps: number): Generator<Lifetime> {
  const term = unwrap(side);
  const module = moduleOf(term);
  if (term.kind === "binary_operator" && (term.child("+") ?? term.child("-"))) {
    for (const part of [term.field("left"), term.field("right")]) if (part) yield* lifetimesIn(part, steps);
    return;
  }
  // What is kept beside a deadline is no time: an owner, a count.
  if (term.kind === "tuple") {
    for (const part of term.children) if (isSum(part)) yield* lifetimesIn(part, steps);
    return;
  }
  const seconds = term.kind === "call" ? spanOf(term) : fixedSeconds(term, module);
  if (seconds !== undefined) {
    if (seconds > 0) yield seconds;
    return;
  }
  const scaled = scaledIn(term);
  if (scaled) {
    for (const one of lifetimesIn(scaled.of, steps)) yield one === "chosen" ? one : one * scaled.factor;
    return;
  }
  if (term.kind === "call") {
    // `(now - seen).total_seconds()`, `int(now - seen)`
    const { receiver, positional } = module.call(term);
    const inner = positional[0] ?? receiver;
    if (inner && unwrap(inner).kind === "binary_operator") yield* lifetimesIn(inner, steps);
    return;
  }
  yield* chosenBy(term);
  if (steps > 0) yield* lifetimesStored(term, steps - 1);
}

const isSum = (part: Node): boolean => {
  const inner = unwrap(part);
  return inner.kind === "binary_operator" && inner.child("+") !== undefined;
};

/** `lease_ms / 1000`, `60 * minutes`: a time in another unit. */
function scaledIn(term: Node): { readonly of: Node; readonly factor: number } | undefined {
  const [left, right] = term.kind === "binary_operator" ? [term.field("left"), term.field("right")] : [];
  if (!left || !right) return undefined;
  const by = numberOf(right);
  if (term.child("/")) return by ? { of: left, factor: 1 / by } : undefined;
  if (!term.child("*")) return undefined;
  const times = numberOf(left);
  if (by !== undefined) return { of: left, factor: by };
  return times === undefined ? undefined : { of: right, factor: times };
}

/** The seconds of a `timedelta(minutes=5)`. */
function spanOf(node: Node): number | undefined {
  const call = moduleOf(node).call(node);
  if (call.lastName !== "timedelta" || call.arguments.length === 0) return undefined;
  let sum = 0;
  for (const { keyword, value } of call.arguments) {
    const unit = UNITS.get(keyword ?? "days");
    const count = fixedSeconds(value, call.module);
    if (unit === undefined || count === undefined) return undefined;
    sum += unit * count;
  }
  return sum;
}

const UNITS = new Map([
  ["weeks", 604_800],
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
  ["seconds", 1],
  ["milliseconds", 0.001],
]);

/** What a parameter makes of a lifetime: its default, or the caller's choice. */
function* chosenBy(term: Node): Generator<Lifetime> {
  const module = moduleOf(term);
  if (isTime(term)) return;
  for (const value of module.valuesOf(term)) {
    if (value.kind !== "parameter" || value.path.length > 0) continue;
    const { default: given } = value.parameter;
    if (given === undefined) yield "chosen";
    else {
      const seconds = fixedSeconds(given, moduleOf(given));
      if (seconds !== undefined && seconds > 0) yield seconds;
    }
  }
}

/** Whether a name says that it is the present time: whoever passes that chooses no lifetime. */
function isTime(term: Node): boolean {
  return /^(\w+_)?(now|time|today|ts|timestamp|current)(_\w+)?$/.test((term.field("attribute") ?? term).text);
}

/** The lifetimes in what is stored where a term is read; whoever else stores it chooses. */
function* lifetimesStored(term: Node, steps: number): Generator<Lifetime> {
  if (isTime(term)) return;
  const stored = storedAs(term);
  if (stored === undefined) return;
  if (stored.length === 0) yield "chosen";
  for (const value of stored) yield* lifetimesIn(value, steps);
}

/** What is put where a term is read, in its file; undefined when the term is read from nowhere in particular. */
function storedAs(term: Node): readonly Node[] | undefined {
  const module = moduleOf(term);
  if (term.kind === "attribute") {
    const name = term.field("attribute")?.text ?? "";
    const passed = module
      .identifiers(name)
      .flatMap(({ parent, fieldName }) =>
        parent?.kind === "keyword_argument" && fieldName === "name" ? (parent.field("value") ?? []) : [],
      );
    return [...module.storesNamed(name).flatMap(({ from }) => from ?? []), ...passed];
  }
  if (term.kind === "subscript") {
    const key = term.field("subscript");
    const name = key && textOf(key);
    if (name === undefined) return undefined;
    return [...module.root.descendants("pair")].flatMap((pair) => {
      const written = pair.field("key");
      return written && textOf(written) === name ? (pair.field("value") ?? []) : [];
    });
  }
  if (term.kind !== "identifier") return undefined;
  const bindings = module.bindingsReaching(term.text, term);
  const assigned = bindings.flatMap(({ kind, from }) => (kind === "assign" && from ? [from] : []));
  if (assigned.length > 0) return assigned;
  // `for key, until in list(self.leases.items())`: what is put into the table.
  const tables = bindings.flatMap(({ kind, from }) => (kind === "iterate" && from ? [tableOf(from)] : []));
  return tables.length === 0
    ? undefined
    : tables.flatMap((table) => mutationsOf(module, spellingOf(table)).map(({ value }) => value));
}

/** The container that is iterated over: `self.leases` of `list(self.leases.items())`. */
function tableOf(expression: Node): Node {
  if (expression.kind !== "call") return expression;
  const { receiver, positional } = moduleOf(expression).call(expression);
  const inner = positional[0] ?? receiver;
  return inner ? tableOf(inner) : expression;
}
