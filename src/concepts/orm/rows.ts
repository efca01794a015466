import { isTarget, outsideStores, ownReads } from "../../python/model/attributes.js";
import type { Call } from "../../python/model/call.js";
import type { ClassDefinition } from "../../python/model/class.js";
import { moduleOf, type Module } from "../../python/model/module.js";
import { unwrap, wrapped } from "../../python/cfg/evaluation.js";
import type { FunctionDefinition } from "../../python/model/function.js";
import { question } from "../../python/model/solver.js";
import { namesIn, usesWithin } from "../../python/model/uses.js";
import { calledIn, originalsIn } from "../../python/prefilter/called.js";
import { ALL_ROWS, COLUMN_WORDS, JOINS, ONE_ROW, SAME_ROWS } from "../../python/tables/orm.js";
import type { Node } from "../../syntax/node.js";
import { hasFromItsBase, isMapped } from "./mapping.js";

/** What an expression is, as seen from a mapped class. */
export interface Standing {
  readonly node: Node;
  readonly of: ClassDefinition;
  /**
   * The class itself, a query or statement over its rows, one that has been joined to those of another class, what
   * executing one gives, one of its rows, a row that the program itself has just made, or a list of rows.
   */
  readonly is: "class" | "query" | "joined query" | "result" | "row" | "new row" | "rows";
}

const STANDINGS = question<readonly Standing[]>([]);

/** The expressions of a file that stand for a mapped class or for what is got from the database by it, in no order. */
export function standingsIn(module: Module): readonly Standing[] {
  return module.project.once(STANDINGS, module, () => {
    if (!mapsClasses(module)) return [];
    return [...settled([...ownStandings(module).values(), ...given(module)]).values()];
  });
}

const OWN = question<ReadonlyMap<Node, Standing>>(new Map());

/** Those for which no other function has to be asked. */
function ownStandings(module: Module): ReadonlyMap<Node, Standing> {
  return module.project.once(OWN, module, () => settled([...classesNamed(module), ...annotatedByText(module)]));
}

/** What follows from some, also for names that are given one row or another. */
function settled(first: readonly Standing[]): ReadonlyMap<Node, Standing> {
  const found = spread([...first]);
  const met = [...meetings(found)];
  return met.length > 0 ? spread([...found.values(), ...met]) : found;
}

/** The uses of names to which several assignments lead, each of a row of the same class. */
function* meetings(found: ReadonlyMap<Node, Standing>): Generator<Standing> {
  const asked = new Set<Node>();
  for (const { node, is } of found.values()) {
    const target = is === "row" ? boundTo(node) : undefined;
    if (target?.kind !== "identifier") continue;
    const module = moduleOf(target);
    const scope = module.scopes.lookup(target.text, target)?.scope;
    const uses = scope?.isFunction ? namesIn(scope).get(target.text) : undefined;
    for (const use of uses ?? []) {
      if (asked.has(use) || use.fieldName === "left") continue;
      asked.add(use);
      const rows = module.bindingsReaching(use.text, use).filter(({ from }) => from?.kind !== "none");
      const [row, ...others] = rows.map(({ from }) => from && found.get(from));
      if (row && others.length > 0 && others.every((other) => other?.of === row.of && ROWS.has(other.is)))
        if (ROWS.has(row.is)) yield { node: use, of: row.of, is: "row" };
    }
  }
}

const ROWS = new Set<Standing["is"]>(["row", "new row"]);

/** What an assignment gives an expression to. */
function boundTo({ parent, fieldName }: Node): Node | undefined {
  if (parent?.kind === "assignment") return fieldName === "right" ? parent.field("left") : undefined;
  return parent?.kind === "named_expression" && fieldName === "value" ? parent.field("name") : undefined;
}

function spread(waiting: Standing[]): ReadonlyMap<Node, Standing> {
  const found = new Map<Node, Standing>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (found.has(next.node)) continue;
    found.set(next.node, next);
    for (const standing of from(next)) waiting.push(standing);
  }
  return found;
}

/** What functions of the program give that read rows and return them, where it is given a name. */
function* given(module: Module): Generator<Standing> {
  for (const call of callsOfGivers(module)) {
    const node = wrapped(call.node);
    const isAwaited = node.parent?.kind === "await";
    const outer = isAwaited ? wrapped(node.parent) : node;
    if (!/^(assignment|named_expression)$/.test(outer.parent?.kind ?? "")) continue;
    const { list, isAll } = call.callees;
    const [first, ...others] = isAll ? list.map(({ definition }) => returnedBy(definition, isAwaited)) : [];
    if (first && others.every((other) => other?.of === first.of && other.is === first.is))
      yield { node: outer, of: first.of, is: first.is };
  }
}

/** The calls of names that functions bear which hold rows. */
function callsOfGivers(module: Module): readonly Call[] {
  const originals = originalsIn(module.source);
  const mayGiveRows = (name: string): boolean =>
    [name, ...(originals.get(name) ?? [])].some((written) => isGiver(written, module));
  return [...calledIn(module.source)].filter(mayGiveRows).flatMap((name) => module.callsNamed(name));
}

const GIVER = question(false);

/** Whether a function of a name holds rows; so, when too many files define one. */
function isGiver(name: string, asker: Module): boolean {
  const { project } = asker;
  const find = (): boolean =>
    project.modulesReadingRows(name, asker)?.some((module) => givers(module).has(name)) ?? true;
  return project.once(GIVER, project, find, `${String(asker.isTest)} ${name}`);
}

const GIVERS = question<ReadonlySet<string>>(new Set());

/** The names of a file's functions in which a row stands that no other function has given. */
function givers(module: Module): ReadonlySet<string> {
  return module.project.once(GIVERS, module, () => {
    const rows = [...ownStandings(module).values()].filter(({ is }) => is === "row" || is === "rows");
    return new Set(rows.flatMap(({ node }) => moduleOf(node).functionAround(node)?.name ?? []));
  });
}

const RETURNED = question<Standing | undefined>(undefined);

/** What a function returns that has read it from the database itself; it may return None, too. */
function returnedBy(definition: FunctionDefinition, isAwaited: boolean): Standing | undefined {
  if (definition.isAsync !== isAwaited || definition.isGenerator || definition.decorators.length > 0) return undefined;
  return definition.module.project.once(RETURNED, definition, () => {
    const results = definition.results.map(unwrap).filter(({ kind }) => kind !== "none");
    if (results.length === 0 || !mapsClasses(definition.module)) return undefined;
    const own = ownStandings(definition.module);
    const [first, ...others] = results.map((result) => own.get(result));
    if (first?.is !== "row" && first?.is !== "rows") return undefined;
    return others.every((other) => other?.of === first.of && other.is === first.is) ? first : undefined;
  });
}

/** Whether the program has classes with columns. */
function mapsClasses(asker: Module): boolean {
  return COLUMN_WORDS.some((word) => asker.project.isMatched(word, "call", asker));
}

/** The expressions that name a mapped class. */
function* classesNamed(module: Module): Generator<Standing> {
  for (const name of namesOfClasses(module)) {
    for (const node of module.identifiers(name)) {
      const isMember = node.fieldName === "attribute" && node.parent?.kind === "attribute";
      const expression = isMember ? node.parent : node;
      if (!isEvaluated(expression)) continue;
      const [value, ...others] = module.valuesOf(expression);
      if (value?.kind !== "class" || others.length > 0 || !isMapped(value.definition)) continue;
      yield { node: expression, of: value.definition, is: "class" };
    }
  }
}

/** The uses of parameters whose annotations name a mapped class in a text: `def lend(reader: "Reader")`. */
function* annotatedByText(module: Module): Generator<Standing> {
  for (const name of namesOfClasses(module)) {
    for (const text of module.spelled(name)) {
      if (text.kind !== "string_content" || !text.parent) continue;
      const [binding, ...others] = module.scopes.lookup(name, text)?.bindings ?? [];
      const [value] = binding && others.length === 0 ? module.project.evaluator.bindingValues(binding) : [];
      if (value?.kind === "class" && isMapped(value.definition)) yield* whenAnnotated(text.parent, value.definition);
    }
  }
}

/** The names that may stand for classes: those of the file's own, and what it imports that is written like one. */
function namesOfClasses(module: Module): ReadonlySet<string> {
  const names = new Set(module.classes.map(({ name }) => name));
  for (const statement of module.mentioning("import", "import_from_statement")) {
    for (const imported of statement.fields("name")) {
      const name = imported.field("alias")?.text ?? imported.text;
      if (/^[A-Z]\w*[a-z]\w*$/.test(name)) names.add(name);
      // `models.Loan` and its like are found by what stands behind the dot.
    }
  }
  return names;
}

const NOT_EVALUATED = new Set([
  "dotted_name",
  "aliased_import",
  "class_definition",
  "keyword_argument",
  "argument_list",
]);

function isEvaluated({ parent, fieldName }: Node): boolean {
  return !(NOT_EVALUATED.has(parent?.kind ?? "") && fieldName !== "value" && fieldName !== undefined);
}

/** What an expression makes of those around it. */
function* from(standing: Standing): Generator<Standing> {
  const { node, of, is } = standing;
  const { parent } = node;
  if (is === "class") yield* fromClass(node, of);
  else if (parent?.kind === "await" || parent?.kind === "parenthesized_expression") yield { node: parent, of, is };
  else if (parent?.kind === "argument_list") {
    yield* whenExecuted(standing);
    yield* whenListed(standing);
  }
  const method = methodOn(node);
  const next = method && nextOf(is, method.name);
  if (next) yield { node: method.call, of, is: next };
  if (is === "rows" || isQuery(is)) yield* elements(node, of);
  yield* whereBound(standing);
}

/** The call of a method of an expression. */
function methodOn({ parent, fieldName }: Node): { readonly call: Node; readonly name: string } | undefined {
  const call = parent?.kind === "attribute" && fieldName === "object" ? parent.parent : undefined;
  if (call?.kind !== "call" || call.field("function") !== parent) return undefined;
  return { call, name: parent?.field("attribute")?.text ?? "" };
}

const isQuery = (is: Standing["is"]): boolean => is === "query" || is === "joined query";

function nextOf(is: Standing["is"], method: string): Standing["is"] | undefined {
  switch (is) {
    case "query":
    case "joined query":
      if (is === "query" && JOINS.has(method)) return "joined query";
      return SAME_ROWS.has(method) ? is : ONE_ROW.has(method) ? "row" : ALL_ROWS.has(method) ? "rows" : undefined;
    case "result":
      // Without it, each row is a tuple with the object in it.
      return method === "scalars" ? "query" : method.startsWith("scalar_one") ? "row" : undefined;
    default:
      return undefined;
  }
}

function* fromClass(node: Node, of: ClassDefinition): Generator<Standing> {
  const { parent } = node;
  if (parent?.kind === "call" && node.fieldName === "function") yield { node: parent, of, is: "new row" };
  else if (parent?.kind === "attribute" && parent.field("attribute")?.text === "query") {
    if (hasFromItsBase(of, "query") && !of.scope.has("query")) yield { node: parent, of, is: "query" };
  } else if (parent?.kind === "argument_list") yield* whenAskedFor(parent, node, of);
  else yield* whenAnnotated(node, of);
}

/** `session.query(Loan)`, `select(Loan)`, `session.get(Loan, 5)`. */
function* whenAskedFor(list: Node, node: Node, of: ClassDefinition): Generator<Standing> {
  const call = list.parent;
  const [first, ...others] = list.children;
  if (call?.kind !== "call" || first !== node) return;
  const callee = call.field("function");
  const name = (callee?.field("attribute") ?? callee)?.text ?? "";
  const isMethod = callee?.kind === "attribute";
  if (others.length === 0 && (name === "select" || (isMethod && name === "query")))
    yield { node: call, of, is: "query" };
  if (others.length > 0 && isMethod && GETTERS.has(name)) yield { node: call, of, is: "row" };
}

/** Methods that get the row of a class by its key; the last is Flask-SQLAlchemy's. */
const GETTERS = new Set(["get", "get_one", "get_or_404"]);

/** `def lend(reader: Reader)`, also where it may be None. */
function* whenAnnotated(node: Node, of: ClassDefinition): Generator<Standing> {
  let annotation = node.parent;
  while (annotation && isOptional(annotation)) annotation = annotation.parent;
  if (annotation?.kind !== "typed_parameter" && annotation?.kind !== "typed_default_parameter") return;
  const name = annotation.field("name") ?? annotation.children[0];
  if (name?.kind !== "identifier") return;
  for (const use of usesWithin(name)) yield { node: use, of, is: "row" };
}

/** Whether an annotation says no more than the one in it, or that it may be None. */
function isOptional({ kind, children }: Node): boolean {
  if (kind === "binary_operator") return children.some((side) => side.kind === "none");
  return kind === "type" || kind === "type_parameter" || (kind === "generic_type" && children[0]?.text === "Optional");
}

/** `session.execute(query)`, `session.scalars(query)`. */
function* whenExecuted({ node, of, is }: Standing): Generator<Standing> {
  const call = node.parent?.parent;
  if (!isQuery(is) || call?.kind !== "call" || node.parent?.children[0] !== node) return;
  const callee = call.field("function");
  const name = callee?.kind === "attribute" ? callee.field("attribute")?.text : undefined;
  if (name === "execute") yield { node: call, of, is: "result" };
  // SQLModel's own.
  if (name === "scalars" || name === "exec") yield { node: call, of, is: "query" };
  // The last two are Flask-SQLAlchemy's.
  if (/^(scalar|first_or_404|one_or_404)$/.test(name ?? "")) yield { node: call, of, is: "row" };
}

/** `sorted(rows)`, `list(query)`. */
function* whenListed({ node, of, is }: Standing): Generator<Standing> {
  const call = node.parent?.parent;
  if ((!isQuery(is) && is !== "rows") || call?.kind !== "call" || node.parent?.children[0] !== node) return;
  if (/^(list|tuple|sorted|reversed)$/.test(call.field("function")?.text ?? "")) yield { node: call, of, is: "rows" };
}

/** The rows that a loop goes over, and the one at an index. */
function* elements(node: Node, of: ClassDefinition): Generator<Standing> {
  const { parent, fieldName } = node;
  const isLoop = parent?.kind === "for_statement" || parent?.kind === "for_in_clause";
  if (isLoop && fieldName === "right") yield* namedBy(parent.field("left"), of, "row");
  const isItem = parent?.kind === "subscript" && fieldName === "value";
  if (isItem && parent.field("subscript")?.kind === "integer") yield { node: parent, of, is: "row" };
}

/** The uses of the name that an expression is bound to. */
function* whereBound({ node, of, is }: Standing): Generator<Standing> {
  const target = is === "class" ? undefined : boundTo(node);
  yield* namedBy(target, of, is);
  if (target?.kind === "attribute" && ROWS.has(is)) yield* keptIn(target, of);
}

/** The uses of what an object keeps a row under, when it is given nothing else but None. */
function* keptIn(target: Node, of: ClassDefinition): Generator<Standing> {
  const object = target.field("object");
  const name = target.field("attribute")?.text ?? "";
  const owner = object && moduleOf(target).receiverClass(object);
  if (!owner || owner.ancestry.classes.length > 1 || outsideStores(owner, name)?.length !== 0) return;
  const others = owner.storesNamed(name).filter((store) => store.node !== target && store.from?.kind !== "none");
  if (others.length > 0 || owner.scope.has(name)) return;
  for (const use of ownReads(owner, new Set([name])))
    if (use.node !== target && !isTarget(use.node)) yield { node: use.node, of, is: "row" };
}

function* namedBy(target: Node | undefined, of: ClassDefinition, is: Standing["is"]): Generator<Standing> {
  if (target?.kind !== "identifier") return;
  for (const use of usesWithin(target)) yield { node: use, of, is };
}
