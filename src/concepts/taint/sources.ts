import { textOf } from "../../python/model/literal.js";
import type { Node } from "../../syntax/node.js";
import { wrapped } from "../../python/cfg/evaluation.js";
import { apis, matches, type ApiSet } from "../../python/tables/api.js";
import { givenByFramework } from "../../python/model/callbacks.js";
import type { Call } from "../../python/model/call.js";
import type { Parameter } from "../../python/model/function.js";
import { isCalledBy, lastWord, toldPathsOf, type Knowledge } from "../../python/model/knowledge.js";
import { moduleOf } from "../../python/model/module.js";
import { isMadeByFramework } from "../access/dependencies.js";
import { handedBy } from "./handed.js";
import { EVENT_CONTEXT, EVENT_HANDLERS, INJECTED, ROUTES, TOOLS } from "../../python/tables/callbacks.js";
import { LOCAL_SOURCES, READING_METHODS } from "../../python/tables/local-sources.js";
import { NETWORK_SOURCES, RECEIVING_METHODS } from "../../python/tables/network-sources.js";
import type { Value } from "../../python/model/value.js";
import { question } from "../../python/model/solver.js";

/** Labels by path, and the names that a path may end in: what ends otherwise need not be resolved. */
class SourceTable {
  readonly #names: ReadonlySet<string>;

  constructor(
    private readonly sets: Readonly<Record<string, ApiSet>>,
    /** By the name of a method of an object of which nothing is known. */
    private readonly byName: Readonly<Record<string, string>>,
    /** What the project has said, which counts first. */
    private readonly declared: readonly DeclaredSource[] = [],
  ) {
    const paths = Object.values(sets).flatMap((set) => [...set]);
    this.#names = new Set([...paths.map(lastName), ...Object.keys(byName)]);
  }

  /** What an expression brings in, in words; undefined when that is nothing of this table. */
  label(node: Node): string | undefined {
    return this.said(node) ?? this.known(node);
  }

  private said(node: Node): string | undefined {
    if (this.declared.length === 0 || !/^(call|attribute|subscript|identifier)$/.test(node.kind)) return undefined;
    const isIterated = isIteratedOver(node);
    const name = node.kind === "call" ? undefined : (node.field("attribute") ?? node).text;
    const maybe = this.declared.filter(({ words }) =>
      node.kind === "call"
        ? isIterated || isCalledBy(words, moduleOf(node).call(node))
        : isIterated || (name !== undefined && words.includes(name)),
    );
    if (maybe.length === 0) return undefined;
    const paths = toldPathsOf(node);
    const all = isIterated ? [...paths, ...paths.map((path) => `${path}[]`)] : paths;
    return maybe.find(({ set }) => all.some((path) => matches(set, path)))?.label;
  }

  private known(node: Node): string | undefined {
    switch (node.kind) {
      case "call":
        return this.called(node);
      case "attribute":
        return this.read(node, node.field("attribute")?.text ?? "") ?? this.iterated(node);
      case "subscript":
        return this.iterated(node);
      case "identifier": {
        const parameter = parameterAt(node);
        return parameter ? this.given(parameter) : (this.read(node, node.text) ?? this.iterated(node));
      }
      default:
        return undefined;
    }
  }

  private find(paths: readonly string[]): string | undefined {
    for (const [label, set] of Object.entries(this.sets)) if (paths.some((path) => matches(set, path))) return label;
    return undefined;
  }

  private called(node: Node): string | undefined {
    const module = moduleOf(node);
    const call = module.call(node);
    const handed = handedBy(call);
    if (handed) return this.handed(handed.callable) ?? this.iterated(node);
    // What a function that was passed in returns depends on who passed it, which is not known here.
    if (!this.#names.has(call.lastName) || isPassedIn(call)) return this.iterated(node);
    const label = this.find(module.apiPathsOf(node)) ?? this.iterated(node);
    if (label !== undefined) return label;
    const isNoGuess = call.targets.some(isWellKnown) || !call.receiver || isPipe(call);
    return isNoGuess || !Object.hasOwn(this.byName, call.lastName) ? undefined : this.byName[call.lastName];
  }

  /** What receives when it is called by what it is handed to: `socket.recv`, `partial(socket.recv, 1024)`, a lambda. */
  private handed(callable: Node): string | undefined {
    if (callable.kind === "call") return this.called(callable);
    if (callable.kind === "lambda") return this.label(callable.field("body") ?? callable);
    const name = callable.field("attribute")?.text;
    if (name !== undefined && !this.#names.has(name)) return undefined;
    const values = moduleOf(callable).valuesOf(callable);
    const label = this.find(values.flatMap((value) => (value.kind === "api" ? [`${value.path}()`] : [])));
    if (label !== undefined || name === undefined || values.some(isWellKnown)) return label;
    return Object.hasOwn(this.byName, name) ? this.byName[name] : undefined;
  }

  /** A name or attribute that is a source wherever it is read; a local name is only where it leads. */
  private read(node: Node, name: string): string | undefined {
    if (!this.#names.has(name)) return undefined;
    const module = moduleOf(node);
    if (node.kind === "identifier" && !isImported(node)) return undefined;
    // What was stored under the name is traced to where it comes from.
    return this.find(module.apiPathsOf(node).filter((path) => lastName(path) === name));
  }

  /** What a loop takes out of a source, one by one. */
  private iterated(node: Node): string | undefined {
    return isIteratedOver(node)
      ? this.find(
          moduleOf(node)
            .apiPathsOf(node)
            .map((path) => `${path}[]`),
        )
      : undefined;
  }

  private given(parameter: Parameter): string | undefined {
    const given = givenByFramework(parameter);
    if (given !== undefined) return this.find([given]);
    if (isRouteParameter(parameter)) return this.find(["http.Route.parameter"]);
    if (isToolParameter(parameter)) return this.find(["agent.Tool.parameter"]);
    return isEvent(parameter) ? this.find(["cloud.Function.event"]) : undefined;
  }
}

/** Pipes between a program's own processes, and what is listed by its path. */
const WELL_KNOWN =
  /(^|\.)(multiprocessing|multiprocess|billiard)\b|^(subprocess|socket|os|queue|asyncio|threading|concurrent|trio|anyio|gevent)\./;

/** What a project has said of where values come from. */
interface DeclaredSource {
  readonly label: string;
  readonly set: ApiSet;
  readonly words: readonly string[];
}

const NETWORK = question(new SourceTable(NETWORK_SOURCES, RECEIVING_METHODS));

function networkTable({ facts }: Knowledge): SourceTable {
  const declared = facts.networkSources.map(([label, paths]): DeclaredSource => {
    const set = apis(...paths);
    return { label, set, words: [...set].map(lastWord) };
  });
  return new SourceTable(NETWORK_SOURCES, RECEIVING_METHODS, declared);
}

/** Whether a loop takes something out of what an expression gives, one by one. */
function isIteratedOver(node: Node): boolean {
  const { fieldName, parent } = wrapped(node);
  return fieldName === "right" && (parent?.kind ?? "").startsWith("for_");
}

const local = new SourceTable(LOCAL_SOURCES, READING_METHODS);

/** What somebody outside of the process sends by way of an expression: "a ZeroMQ message". */
export function networkLabel(node: Node): string | undefined {
  const { project } = moduleOf(node);
  return project.once(NETWORK, project.knowledge, () => networkTable(project.knowledge)).label(node);
}

/** What was written for the run of the program and is read by an expression: "the environment". */
export function localLabel(node: Node): string | undefined {
  return local.label(node);
}

/** Whether a value is of the project or of a library that is known not to receive under the name of a method that does. */
function isWellKnown(value: Value): boolean {
  if (value.kind === "api") return WELL_KNOWN.test(value.path);
  return value.kind !== "unknown" && value.kind !== "parameter" && value.kind !== "none";
}

/** `kind, result = connection.recv()`: what is taken apart is an object out of a pipe; items of bytes would be numbers. */
function isPipe({ lastName, node }: Call): boolean {
  return lastName === "recv" && /_list$|^tuple_pattern$/.test(wrapped(node).parent?.field("left")?.kind ?? "");
}

function isPassedIn({ callee, targets }: Call): boolean {
  return callee.kind === "identifier" && targets.some((value) => value.kind === "parameter");
}

function lastName(path: string): string {
  return /(\w+)(\(\)|\[\])*$/.exec(path)?.[1] ?? "";
}

function isImported(node: Node): boolean {
  return (
    moduleOf(node)
      .scopes.lookup(node.text, node)
      ?.bindings.some((binding) => binding.kind === "import") ?? false
  );
}

/** The parameter that an identifier defines, when it stands in a parameter list. */
function parameterAt(node: Node): Parameter | undefined {
  for (let at = node.parent; at && /param|splat/.test(at.kind); at = at.parent) {
    if (!/^(lambda_)?parameters$/.test(at.kind) || !at.parent) continue;
    return moduleOf(node)
      .function(at.parent)
      .parameters.find((parameter) => parameter.node === node);
  }
  return undefined;
}

/** Whether a parameter of a function that answers HTTP requests is taken from the request. */
function isRouteParameter(parameter: Parameter): boolean {
  const { function: definition } = parameter;
  const { module } = definition;
  const paths = (node: Node | undefined): readonly string[] => (node ? module.apiPathsOf(node) : []);
  const routes = definition.decorators.filter((decorator) => paths(decorator).some((path) => ROUTES.test(path)));
  if (routes.length === 0 || parameter === definition.receiver) return false;
  const isOfAddress = (decorator: Node): boolean => paths(decorator).some((path) => BY_ADDRESS.test(path));
  // Whatever else is passed there a decorator passes.
  if (routes.every(isOfAddress) && !routes.some((route) => mayName(route, parameter.name))) return false;
  if (parameter.annotation && isMadeByFramework(parameter.annotation)) return false;
  const type = paths(parameter.annotation);
  return ![...type, ...paths(parameter.default)].some(
    (path) => INJECTED.test(path) && !/\.(Body|File|Form|Header|Cookie|Query|Path)\(\)$/.test(path),
  );
}

/** Whether a parameter is given what a model calls a tool with: a text, for all that is said of it. */
function isToolParameter(parameter: Parameter): boolean {
  const { function: definition, annotation } = parameter;
  if (parameter === definition.receiver || (annotation && !/\b(str|dict|list|Any)\b/.test(annotation.text)))
    return false;
  return definition.decorators.some((decorator) =>
    definition.module.apiPathsOf(decorator).some((path) => TOOLS.test(path)),
  );
}

/** Whether a parameter is what has happened, for a function that a cloud calls: `def lambda_handler(event, context)`. */
function isEvent({ function: definition, name }: Parameter): boolean {
  const { parameters, owner } = definition;
  const isHandler = !owner && parameters.length === 2 && EVENT_HANDLERS.test(definition.name);
  return isHandler && parameters[0]?.name === name && EVENT_CONTEXT.test(parameters[1]?.name ?? "");
}

/** Frameworks that pass handlers what the address holds, and nothing else of a request. */
const BY_ADDRESS = /^(flask|quart|bottle)\b/;

/** Whether the address of a route has a part of a name: `"/birds/<int:name>"`; one that is not written down may. */
function mayName(route: Node, name: string): boolean {
  const [address] = route.kind === "call" ? moduleOf(route).call(route).positional : [];
  const text = address && textOf(address);
  return text === undefined || new RegExp(String.raw`[<:]${name}>`).test(text);
}
