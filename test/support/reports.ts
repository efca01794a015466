import { Places } from "../../src/engine/finding/place.js";
import { RULES } from "../../src/engine/rules/rules.generated.js";
import type { Reading } from "../../src/python/grammar/check.js";
import type { Project } from "../../src/python/model/project.js";
import { Text } from "../../src/python/model/texts.js";

/** A text in which nothing is folded. */
export class WholeText extends Text {
  override get reading(): Reading {
    return { ...super.reading, folds: [] };
  }
}

/** Everything that the rules say of some files, with all the evidence. */
export function reportsIn(project: Project, paths: readonly string[]): unknown[] {
  const places = new Places();
  return paths.flatMap((path) => {
    const module = project.module(path);
    if (!module) return [];
    return RULES.flatMap(({ id, rule }) =>
      [...rule.check(module)].map(({ at, message, likely, related, flow }) => ({
        id,
        message,
        likely,
        at: places.of(at),
        related: places.steps(related),
        flow: places.steps(flow),
      })),
    );
  });
}
