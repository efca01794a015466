import { rule, type Report } from "../../src/engine/rule.js";
import { conftestsAbove } from "../../src/concepts/tests/surroundings.js";
import { NOT_IMPORTED } from "../../src/concepts/names/guards.js";
import { caughtNames } from "../../src/python/cfg/exceptions.js";
import { mentionsPath } from "../../src/python/cfg/mentions.js";
import type { Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { groupedBy } from "../../src/grouped.js";
import { Restoring } from "./module-stub-leaks/restored.js";
import { entriesAt, isLoaded, namesOf, standsIn, tablesIn, type Entry, type Stubs } from "./module-stub-leaks/stubs.js";

/**
 * A test file puts a stub into `sys.modules` and leaves it there.
 *
 * All tests of a run share one process: whatever imports the module later, in any other file, gets the stub. Which tests
 * then fail, or pass for the wrong reason, depends on the order of the files, on who has imported the module before, and
 * on how many processes share the work.
 *
 * @bad
 * ```python
 * # test_shop.py
 * import sys
 * from unittest.mock import MagicMock
 *
 * sys.modules["paho"] = MagicMock()
 *
 * def test_publishes():
 *     import paho
 *
 *     assert paho.publish("lamp", "on")
 * ```
 * @good
 * ```python
 * # test_shop.py
 * import sys
 * from unittest.mock import MagicMock, patch
 *
 * def test_publishes():
 *     with patch.dict(sys.modules, {"paho": MagicMock()}):
 *         import paho
 *
 *         assert paho.publish("lamp", "on")
 * ```
 * @limits Names that are computed are not followed, but for loops over written ones and helpers that the file calls when it is
 * imported. Files that take entries out again, or keep all of them, are left alone, and so is `conftest.py`: a stub for the whole
 * run is a decision.
 * @off Where each test file runs in a process of its own.
 * @see https://docs.python.org/3/library/unittest.mock.html#patch-dict
 */
export default rule({
  severity: "low",
  about: "tests",
  mentions: ["modules"],
  *check(module) {
    if (!module.project.isCollected(module.path)) return;
    const tables = tablesIn(module);
    if (tables.length === 0) return;
    const restoring = new Restoring(module, tables);
    const entries = tables.flatMap((table) => [...entriesAt(table)]);
    const left = entries.filter((entry) => !isLoaded(module, entry) && !standsIn(entry) && !restoring.undoes(entry));
    for (const stubs of runsOf(module, left)) yield report(module, stubs);
  },
});

/** What tests call the modules that they make up. */
const MADE_UP =
  /(^|[._])(fake|dummy|mock|stub|tests?|testing|example|foo|bar|baz|tmp|temp|no_?such|nonexist\w*|missing|my_?\w*|some_?\w*)([._\d]|$)|^_/i;

/** The stubs that each function, or the import of the file, leaves behind. */
function* runsOf(module: Module, entries: readonly Entry[]): Generator<Stubs> {
  const named = entries.flatMap((entry) => {
    const found = namesOf(module, entry);
    if (!found) return [];
    const isLeftToOrder = isGuarded(entry, found.places);
    const isStub = (name: string): boolean => !MADE_UP.test(name) && !(isLeftToOrder && isImportedAbove(module, name));
    const names = [...found.names].filter(isStub);
    return names.length > 0 ? [{ ...found, entry, names, isGuarded: isLeftToOrder }] : [];
  });
  // What is put there in any case proves the most.
  const surest = [...named].sort((a, b) => Number(a.isGuarded) - Number(b.isGuarded));
  for (const [by, run] of groupedBy(surest, (each) => each.by)) {
    const names = new Set(run.flatMap((each) => each.names));
    yield { by, names, entries: run.map(({ entry }) => entry), isGuarded: run.every((each) => each.isGuarded) };
  }
}

function report(module: Module, { entries, names, by, isGuarded: isLeftToOrder }: Stubs): Report {
  const [first] = entries;
  const [name = ""] = names;
  const more = names.size > 1 ? ` and ${String(names.size - 1)} more` : "";
  const when = by ? `'${by.qualifiedName}' runs` : "the file is imported";
  const what = names.size > 1 ? "stubs" : "a stub";
  const unless = isLeftToOrder ? ", unless something has imported the real one before" : "";
  return {
    at: first?.at ?? module.root,
    message: `'sys.modules' keeps ${what} for '${name}'${more} once ${when}: every test after it imports ${names.size > 1 ? "them" : "it"}${unless}.`,
  };
}

/** Whether a `conftest.py` above a test file imports the package of a module: what is there already keeps a guarded stub out. */
function isImportedAbove(module: Module, name: string): boolean {
  const [root] = name.split(".");
  return conftestsAbove(module).some(({ scopes }) =>
    [...scopes.module.all().values()]
      .flat()
      .some(({ source }) => source?.level === 0 && source.module.split(".")[0] === root),
  );
}

/** Whether the stub is put only where the module seems to be missing, which leaves it to the order of the tests. */
function isGuarded({ at, isDefault }: Entry, places: readonly Node[]): boolean {
  const isAsked = (place: Node): boolean => [...place.ancestors()].some(asksFor);
  return isDefault || isAsked(at) || places.every(isAsked);
}

function asksFor(around: Node): boolean {
  if (around.kind === "if_statement") return mentionsPath(around.field("condition") ?? around, "sys.modules");
  return around.kind === "except_clause" && (caughtNames(around)?.some((name) => NOT_IMPORTED.has(name)) ?? true);
}
