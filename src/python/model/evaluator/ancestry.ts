import type { Ancestry, ClassDefinition } from "../class.js";
import type { Evaluator } from "../evaluator.js";
import { question, sameItems } from "../solver.js";

/** A class that is asked for while its own bases are being read is its own base: broken, so open. */
const ANCESTRY = question<Ancestry>({ classes: [], external: [], isOpen: true }, sameAncestry);

/** Bases that give a class no attributes worth knowing. */
const TRANSPARENT_BASES = new Set([
  "object",
  "abc.ABC",
  "typing.Generic",
  "typing.Generic[]",
  "typing.Protocol",
  "typing.Protocol[]",
]);

function sameAncestry(a: Ancestry, b: Ancestry): boolean {
  return a.isOpen === b.isOpen && sameItems(a.classes, b.classes) && sameItems(a.external, b.external);
}

/** The bases of a class, resolved through every file. */
export function ancestryOf(evaluator: Evaluator, definition: ClassDefinition): Ancestry {
  return evaluator.project.once(ANCESTRY, definition, () => {
    const bases = basesOf(evaluator, definition);
    // Farther ones are not asked for theirs: a long circle of them would be gone round again and again.
    if (bases.length >= MOST_ANCESTORS) return { classes: [definition, ...bases], external: [], isOpen: true };
    // The farthest first: reading them on the way would nest as deep as the chain is.
    for (const base of bases.reverse()) {
      evaluator.project.once(ANCESTRY, base, () => computeAncestry(evaluator, base));
    }
    return computeAncestry(evaluator, definition);
  });
}

/** A class with more ancestors than this is taken for one that has others. */
export const MOST_ANCESTORS = 50;

/** The classes that a class derives from, the nearest first; no more than {@link MOST_ANCESTORS}. */
function basesOf(evaluator: Evaluator, definition: ClassDefinition): ClassDefinition[] {
  const found = new Set([definition]);
  for (const of of found) {
    for (const value of of.baseNodes.flatMap((base) => evaluator.evaluate(base))) {
      if (value.kind === "class" && found.size <= MOST_ANCESTORS) found.add(value.definition);
    }
    if (found.size > MOST_ANCESTORS) break;
  }
  found.delete(definition);
  return [...found];
}

function computeAncestry(evaluator: Evaluator, definition: ClassDefinition): Ancestry {
  const classes: ClassDefinition[] = [definition];
  const external: string[] = [];
  let isOpen = false;
  for (const base of definition.baseNodes) {
    const values = evaluator.evaluate(base);
    if (values.length === 0) isOpen = true;
    for (const value of values) {
      if (value.kind === "class") {
        const inherited = value.definition.ancestry;
        for (const ancestor of inherited.classes) {
          // A base shared by several comes after all of them.
          const earlier = classes.indexOf(ancestor);
          if (earlier > 0) classes.splice(earlier, 1);
          if (ancestor !== definition) classes.push(ancestor);
        }
        external.push(...inherited.external);
        isOpen ||= inherited.isOpen;
      } else if (value.kind === "api") {
        if (!TRANSPARENT_BASES.has(value.path)) external.push(value.path.replace(/\[\]$/, ""));
      } else isOpen = true;
    }
  }
  isOpen ||= classes.length > MOST_ANCESTORS;
  return { classes: classes.slice(0, MOST_ANCESTORS), external: [...new Set(external)], isOpen };
}
