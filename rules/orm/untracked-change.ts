import { rule } from "../../src/engine/rule.js";
import { columnOf } from "../../src/concepts/orm/mapping.js";
import { standingsIn } from "../../src/concepts/orm/rows.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import { matches } from "../../src/python/tables/api.js";
import { UNTRACKED_TYPES } from "../../src/python/tables/orm.js";
import { inSourceOrder, type Node } from "../../src/syntax/node.js";
import { changesOf } from "./untracked-change/changes.js";
import { isSavedByCaller, isSavedHere, mayBeMarked } from "./untracked-change/marks.js";

/**
 * What a column holds is changed in place, and SQLAlchemy does not see it.
 *
 * A plain `JSON`, `ARRAY` or `PickleType` column is compared with what was loaded, which is the very object that was
 * changed: they are equal, and the commit writes nothing. No error is raised, and the object in memory looks right until
 * the row is loaded again. Assigning the same object back changes nothing.
 *
 * @bad
 * ```python
 * from sqlalchemy import JSON, Column, Integer
 * from sqlalchemy.orm import declarative_base
 *
 * Base = declarative_base()
 *
 * class Order(Base):
 *     __tablename__ = "orders"
 *     id = Column(Integer, primary_key=True)
 *     history = Column(JSON, default=list)
 *
 * def record(session, order_id, event):
 *     order = session.get(Order, order_id)
 *     order.history.append(event)
 *     session.commit()
 * ```
 * @good
 * ```python
 * from sqlalchemy import JSON, Column, Integer
 * from sqlalchemy.orm import declarative_base
 *
 * Base = declarative_base()
 *
 * class Order(Base):
 *     __tablename__ = "orders"
 *     id = Column(Integer, primary_key=True)
 *     history = Column(JSON, default=list)
 *
 * def record(session, order_id, event):
 *     order = session.get(Order, order_id)
 *     order.history = [*order.history, event]
 *     session.commit()
 * ```
 * @limits Reported where the function that makes the change saves it, too, or one that hands it the row; with `--audit` also where somebody else may. A row that
 * the function has made itself is written as a whole, and is left alone.
 * @off Where a listener of the session compares what columns hold.
 * @see https://docs.sqlalchemy.org/en/20/orm/extensions/mutable.html
 */
export default rule({
  severity: "high",
  *check(module) {
    if (module.isTest) return;
    const rows = standingsIn(module).filter(({ is }) => is === "row");
    for (const { node, of } of rows.sort((a, b) => inSourceOrder(a.node, b.node))) {
      const attribute = node.parent?.kind === "attribute" && node.fieldName === "object" ? node.parent : undefined;
      const name = attribute?.field("attribute")?.text ?? "";
      const column = attribute && untracked(of, name);
      if (!attribute || !column) continue;
      const changes = [...changesOf(attribute)];
      if (changes.length === 0 || mayBeMarked(attribute, name)) continue;
      for (const change of changes) {
        const at = whereIs(column);
        yield {
          at: change,
          message: `SQLAlchemy does not see a change inside '${of.name}.${name}', which is a plain column ([${at}](1)): the commit does not write it. Assign a new object, or call 'flag_modified'.`,
          related: [{ at: column, message: "the column" }],
          // A type that tracks its changes mends them all.
          cause: { at: column, name: `${of.name}.${name}` },
          likely: !isSavedHere(attribute) && !isSavedByCaller(attribute, of),
        };
      }
    }
  },
});

/** A class's column of a name, when nothing tells SQLAlchemy of changes inside what it holds. */
function untracked(of: ClassDefinition, name: string): Node | undefined {
  const column = columnOf(of, name);
  const types = column?.arguments.filter(({ keyword }) => keyword === undefined || keyword === "type_") ?? [];
  const isPlain = types.some(({ value }) => isUntracked(moduleOf(value), value));
  return isPlain && column && !tracksTypes(of.module) ? column.node : undefined;
}

function isUntracked(module: Module, type: Node): boolean {
  return module
    .apiPathsOf(type)
    .some((path) => matches(UNTRACKED_TYPES, path.replace(/\(\)(\.with_variant\(\))?$/, "")));
}

/** Whether the program has SQLAlchemy watch all columns of a type. */
function tracksTypes(asker: Module): boolean {
  return asker.project.isMatched("associate_with", "call", asker);
}
