import { columnOf } from "../../../src/concepts/orm/mapping.js";
import { standingsIn } from "../../../src/concepts/orm/rows.js";
import type { Call } from "../../../src/python/model/call.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { question } from "../../../src/python/model/solver.js";
import { TIME_COLUMNS, ZONELESS_DATABASES } from "../../../src/python/tables/orm.js";
import type { Node } from "../../../src/syntax/node.js";
import type { Zone } from "./zone.js";

const ROWS = question<ReadonlyMap<Node, ClassDefinition>>(new Map());

/** The mapped class whose row an expression is, as the database has it. */
export function rowAt(object: Node): ClassDefinition | undefined {
  const module = moduleOf(object);
  const find = (): ReadonlyMap<Node, ClassDefinition> =>
    new Map(standingsIn(module).flatMap(({ is, node, of }) => (is === "row" ? [[node, of] as const] : [])));
  return module.project.once(ROWS, module, find).get(object);
}

/** The zone of what a database gives for a column: it knows one where the column and the database do. */
export function columnZone(of: ClassDefinition, name: string, use: Node): Zone | undefined {
  const column = columnOf(of, name);
  const module = moduleOf(use);
  if (!column || !isZoned(column) || isSetBeside(use, name) || mayForgetZones(module)) return undefined;
  return { isAware: true, at: column.node };
}

/** `DateTime(timezone=True)` */
function isZoned(column: Call): boolean {
  const type = [...column.positional, column.keyword("type_")].find((each) => each?.kind === "call");
  const made = type && column.module.call(type);
  return made?.apis.some((path) => TIME_COLUMNS.has(path)) === true && made.argument(0, "timezone")?.kind === "true";
}

/** Whether the function around gives the column something itself: until it is read again, that is what it holds. */
function isSetBeside(use: Node, name: string): boolean {
  const module = moduleOf(use);
  const around = module.functionAround(use)?.node ?? module.root;
  return module.storesNamed(name, around).some(({ node }) => node.start < use.start);
}

const FORGETS = question(false);

/** Whether the program speaks of a database that keeps times without their zones. */
function mayForgetZones(asker: Module): boolean {
  return asker.project.once(FORGETS, asker.project, () =>
    ZONELESS_DATABASES.some((word) => asker.project.isMatched(word, "any", asker)),
  );
}
