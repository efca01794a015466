import { rule, type Report } from "../../src/engine/rule.js";
import { hasFromItsBase, mappingOf } from "../../src/concepts/orm/mapping.js";
import { standingsIn, type Standing } from "../../src/concepts/orm/rows.js";
import type { ClassDefinition } from "../../src/python/model/class.js";
import { handlesAttributeError, isTarget, namesOf, outsideStores } from "../../src/python/model/attributes.js";
import { calledName } from "../../src/python/cfg/expression.js";
import { closest, namesNear } from "../../src/python/model/closest.js";
import { moduleOf, whereIs } from "../../src/python/model/module.js";
import { inSourceOrder, type Node } from "../../src/syntax/node.js";

/**
 * A mapped class is asked for something that it does not map.
 *
 * SQLAlchemy finds out when the line runs: the constructor raises `TypeError`, a filter `InvalidRequestError` or
 * `AttributeError`. Columns are renamed in the model and in most places, and what is left fails in production, in a path
 * that no test takes; type checkers do not see the names in `filter_by` and in constructors at all.
 *
 * @bad
 * ```python
 * from sqlalchemy import Column, Integer
 * from sqlalchemy.orm import declarative_base
 *
 * Base = declarative_base()
 *
 * class Ticket(Base):
 *     __tablename__ = "tickets"
 *     id = Column(Integer, primary_key=True)
 *     owner_id = Column(Integer)
 *
 * def tickets_of(session, user):
 *     return session.query(Ticket).filter_by(user_id=user.id).all()
 * ```
 * @good
 * ```python
 * from sqlalchemy import Column, Integer
 * from sqlalchemy.orm import declarative_base
 *
 * Base = declarative_base()
 *
 * class Ticket(Base):
 *     __tablename__ = "tickets"
 *     id = Column(Integer, primary_key=True)
 *     owner_id = Column(Integer)
 *
 * def tickets_of(session, user):
 *     return session.query(Ticket).filter_by(owner_id=user.id).all()
 * ```
 * @limits Declarative classes of SQLAlchemy and Flask-SQLAlchemy, all of whose bases can be found. A class that reads its table from
 * the database, or from elsewhere in the program, is left alone, and so are rows that a query puts together of several classes.
 * @off For a class whose columns are added while the program runs.
 * @see https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html
 */
export default rule({
  severity: "high",
  *check(module) {
    if (module.isTest) return;
    const reports = standingsIn(module).flatMap((standing) => [...misses(standing)]);
    yield* reports.sort((a, b) => inSourceOrder(a.at, b.at));
  },
});

/** A report about a place in the tree. */
type Miss = Report & { readonly at: Node };

function* misses(standing: Standing): Generator<Miss> {
  const { node, of, is } = standing;
  const { parent, fieldName } = node;
  if (is === "class" && parent?.kind === "call" && fieldName === "function") {
    const found = [...unmapped(parent, of, "making one raises TypeError"), ...kept(parent, of)];
    if (found.length > 0 && mappingOf(of)?.takesNames === true) yield* found;
  }
  if (parent?.kind !== "attribute" || fieldName !== "object") return;
  const name = parent.field("attribute")?.text ?? "";
  if (is === "query" && name === "filter_by" && parent.parent?.kind === "call")
    yield* unmapped(parent.parent, of, "the query raises InvalidRequestError");
  const member = parent.field("attribute");
  if (is === "query" || is === "joined query" || is === "rows" || is === "result" || !member) return;
  if (lacks(of, name) && !isAllowed(parent, name)) yield miss(member, of, "reading it raises AttributeError");
}

/** The keywords of a call that a class does not map. */
function* unmapped(call: Node, of: ClassDefinition, consequence: string): Generator<Miss> {
  for (const { node, keyword } of moduleOf(call).call(call).arguments) {
    const name = node.field("name");
    if (keyword !== undefined && name && lacks(of, keyword)) yield miss(name, of, consequence);
  }
}

/** The keywords of a call that are no columns, but members of all models: the object takes them, and no row has them. */
function* kept(call: Node, of: ClassDefinition): Generator<Miss> {
  for (const { node, keyword } of moduleOf(call).call(call).arguments) {
    const name = node.field("name");
    if (keyword === undefined || !name || !hasFromItsBase(of, keyword)) continue;
    if (namesOf(of).has(keyword) || outsideStores(of, keyword)?.length !== 0) continue;
    yield miss(name, of, "every model has such a member, so that the value is taken and never written");
  }
}

function lacks(of: ClassDefinition, name: string): boolean {
  // What the class itself has nobody need look for elsewhere: what others map, the whole program has a say in.
  if (/^__\w+__$|^_sa_/.test(name) || namesOf(of).has(name)) return false;
  const heirs = of.module.project.subclassesOf(of);
  const mappings = [of, ...heirs].map(mappingOf);
  // A row may be one of a subclass.
  if (mappings.some((mapping) => mapping === undefined || mapping.names.has(name))) return false;
  return outsideStores(of, name)?.length === 0;
}

/** Whether an attribute may be missing where it is read, or is set there. */
function isAllowed(attribute: Node, name: string): boolean {
  if (handlesAttributeError(attribute) || isTarget(attribute)) return true;
  return moduleOf(attribute)
    .spelled(name)
    .some(({ kind, parent }) => kind === "string_content" && isAsked(parent?.parent?.parent));
}

/** Whether a call asks for an attribute, or makes one, by its name. */
const isAsked = (call: Node | undefined): boolean => (calledName(call) ?? "").endsWith("attr");

function miss(at: Node, of: ClassDefinition, consequence: string): Miss {
  // What others put there, and what all models have, is no column that was meant.
  const own = namesOf(of);
  const near = nearestOf(at.text, new Set([...(mappingOf(of)?.names ?? [])].filter((name) => own.has(name))));
  const hint = near === undefined ? "" : `; '${near}' is the closest`;
  return {
    at,
    message: `'${of.name}' maps no '${at.text}'${hint} ([${whereIs(of.node)}](1)): ${consequence}.`,
    related: [{ at: of.node.field("name") ?? of.node, message: `'${of.name}' is mapped here` }],
    // Whoever takes the column to be there does so in several places.
    cause: { at: of.node, name: at.text },
  };
}

/** The name that was meant: the one that is spelled nearly so, or the only one of the same words. */
function nearestOf(name: string, known: ReadonlySet<string>): string | undefined {
  const [similar, ...others] = namesNear(name, known);
  return closest(name, known) ?? (others.length === 0 ? similar : undefined);
}
