import { unwrap } from "../../python/cfg/evaluation.js";
import { isLeftOut } from "./applications.js";
import { definitionsAround, isTriedOut, isUnrun, isUsedByHand } from "./definitions.js";
import { isUncollected } from "./uncollected.js";
import { breakOf } from "./broken.js";
import { isPutAway, isShown } from "./kept.js";
import { isByHand, isForTests, isIdle } from "./modules.js";
import { replacementOf } from "./replaced.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import type { Node } from "../../syntax/node.js";

/**
 * Why nothing of the project runs what stands at a place, as a sentence; undefined where something may. A place in a text
 * that does not compile is given by its module.
 */
export function unrunBecause(place: Node | Module): string | undefined {
  const module = "path" in place ? place : moduleOf(place);
  if (module.isTest) return undefined;
  if (isPutAway(module)) return "This file is a copy that was put away.";
  if (isShown(module)) return "This file is an example.";
  if (isIdle(module))
    return isLeftOut(module)
      ? "No settings of the project list the application that this file is of, and nothing else imports it."
      : "Nothing of the project imports or starts this file.";
  if ("path" in place) return undefined;
  if (isSwitchedOff(place) || (module.functionAround(place) && !module.graphAround(place).isReachable(place)))
    return "No way leads to this line.";
  const around = definitionsAround(place, module);
  const replaced = around.find((definition) => replacementOf(definition));
  if (replaced) return `'${replaced.name}' is defined again further down, and this one never runs.`;
  const uncollected = around.find((definition) => isUncollected(definition));
  if (uncollected) return `No run of the tests collects '${uncollected.name}'.`;
  const unrun = around.find((definition) => isUnrun(definition));
  return unrun && `Nothing that runs uses '${unrun.name}'.`;
}

/** Whether a place stands behind `if False:`, also in what is defined there. */
function isSwitchedOff(place: Node): boolean {
  return [...place.ancestors()].some((around) => {
    if (around.kind !== "if_statement" || around.field("consequence")?.contains(place) !== true) return false;
    const condition = around.field("condition");
    return condition !== undefined && /^(?:False|0)$/.test(unwrap(condition).text);
  });
}

/** Why a place can wait, as a sentence: its file fails before it comes there, or waits for somebody who uses it. */
export function waitsBecause(place: Node): string | undefined {
  const module = moduleOf(place);
  if (module.isTest) return undefined;
  if (isForTests(module)) return "Nothing but tests imports this file.";
  const end = breakOf(module);
  if (!end || place.start < end.end || isImport(place)) return undefined;
  return `The file gets no further than line ${String(module.lineOf(end))}, where it fails.`;
}

/** Whether a place is in an import: what else is imported in vain is to be mended along with it. */
const isImport = (place: Node): boolean => [place, ...place.ancestors()].some(({ kind }) => kind.startsWith("import_"));

/** Whether only scripts that somebody starts by hand run what stands at a place: whoever starts one sees what it does. */
export function isRunByHand(place: Node | Module): boolean {
  const module = "path" in place ? place : moduleOf(place);
  if (module.isTest) return false;
  if (isByHand(module)) return true;
  if ("path" in place) return false;
  return isTriedOut(place, module) || definitionsAround(place, module).some((one) => isUsedByHand(one));
}
