import type { Node } from "../../syntax/node.js";
import { closest } from "../../python/model/closest.js";
import type { Fault, Misfit } from "../../python/model/fit.js";
import type { Slot } from "../../python/model/signature.js";
import { moduleOf } from "../../python/model/module.js";

/** All that is wrong with a call, as what follows the name of what is called: `takes no 'tray', and needs 'oven'`. */
export function explainFaults(misfit: Misfit): string {
  const clauses = PROBLEMS.flatMap((problem) => clauseOf(problem, misfit) ?? []);
  const last = clauses.pop() ?? "";
  const strings = touchingStrings(misfit);
  const hint = strings ? `; there is no comma between the two strings in line ${String(lineOf(strings))}` : "";
  return `${clauses.length > 0 ? `${clauses.join(", ")}, and ` : ""}${last}${hint}`;
}

const PROBLEMS: readonly Fault["problem"][] = ["too-many", "unknown-keyword", "given-twice", "missing"];

function clauseOf(problem: Fault["problem"], misfit: Misfit): string | undefined {
  const { signature, given, faults } = misfit;
  const found = faults.filter((fault) => fault.problem === problem);
  if (found.length === 0) return undefined;
  const names = found.flatMap((fault) => fault.names);
  const quoted = names.map((name) => `'${name}'`).join(", ");
  switch (problem) {
    case "too-many": {
      const count = signature.slots.filter(({ by }) => by !== "name").length;
      return `takes ${count === 0 ? "no" : String(count)} positional argument${count === 1 ? "" : "s"}, ${String(given)} ${given === 1 ? "is" : "are"} given`;
    }
    case "unknown-keyword":
      return `takes no ${names.map((name) => `'${name}'${suggesting(meantBy(name, misfit))}`).join(", ")}`;
    case "given-twice":
      return `is given ${quoted} twice`;
    case "missing":
      return `needs ${quoted}`;
  }
}

const suggesting = (hint: string | undefined): string => (hint === undefined ? "" : ` ('${hint}' is the closest)`);

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
  return list?.children.find(({ kind, children }) => kind === "concatenated_string" && children.length === 2)
    ?.children[0];
}

function lineOf(node: Node): number {
  return moduleOf(node).lines.position(node.end).line;
}
