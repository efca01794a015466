import type { Node } from "../../syntax/node.js";
import { closest } from "../../python/model/closest.js";
import type { Fault, Misfit } from "../../python/model/fit.js";
import type { Slot } from "../../python/model/signature.js";
import { moduleOf } from "../../python/model/module.js";

/** All that is wrong with a call, as what follows the name of what is called: `takes no 'tray', and needs 'oven'`. */
export function explainFaults(misfit: Misfit): string {
  const unknown = misfit.faults.filter(({ problem }) => problem === "unknown-keyword").flatMap(({ names }) => names);
  const others = misfit.faults.filter(({ problem }) => problem !== "unknown-keyword").map((fault) => clauseOf(fault, misfit));
  const named = unknown.map((name) => `'${name}'${suggesting(meantBy(name, misfit))}`);
  const clauses = unknown.length > 0 ? [`takes no ${named.join(", ")}`, ...others] : others;
  const strings = touchingStrings(misfit);
  const hint = strings ? `; there is no comma between the two strings in line ${String(lineOf(strings))}` : "";
  return `${joined(clauses)}${hint}`;
}

function clauseOf({ problem, names }: Fault, misfit: Misfit): string {
  const { signature, given } = misfit;
  const quoted = names.map((name) => `'${name}'`).join(", ");
  switch (problem) {
    case "too-many": {
      const count = signature.slots.filter(({ by }) => by !== "name").length;
      return `takes ${count === 0 ? "no" : String(count)} positional argument${count === 1 ? "" : "s"}, ${String(given)} ${given === 1 ? "is" : "are"} given`;
    }
    case "unknown-keyword":
      return `takes no ${quoted}`;
    case "given-twice":
      return `is given ${quoted} twice`;
    case "missing":
      return `needs ${quoted}`;
  }
}

const suggesting = (hint: string | undefined): string => (hint === undefined ? "" : ` ('${hint}' is the closest)`);

function joined(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? "";
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join(", ")}, and ${last}`;
}

/** What of the parameters that a call leaves out a keyword was probably meant to be. */
export function meantBy(keyword: string, { free }: Misfit): string | undefined {
  const named = free.filter(({ by }) => by !== "place");
  const required = named.filter(({ isRequired }) => isRequired);
  return closest(keyword, namesOf(required)) ?? closest(keyword, namesOf(named));
}

const namesOf = (slots: readonly Slot[]): ReadonlySet<string> => new Set(slots.map(({ name }) => name));

/** Two strings side by side in a call that lacks an argument. */
function touchingStrings({ faults }: Misfit): Node | undefined {
  const at = faults.find(({ problem }) => problem === "missing")?.at;
  const list = at?.field("arguments");
  return list?.children.find(({ kind, children }) => kind === "concatenated_string" && children.length === 2)?.children[0];
}

function lineOf(node: Node): number {
  return moduleOf(node).lines.position(node.end).line;
}
