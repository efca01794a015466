import type { Node } from "../../../src/syntax/node.js";
import { matches, type ApiSet } from "../../../src/python/tables/api.js";
import { unwrap } from "../../../src/python/cfg/evaluation.js";
import { calledName, comparisonOf, isSameExpression, spellingOf } from "../../../src/python/cfg/expression.js";
import type { Call } from "../../../src/python/model/call.js";
import { findFlow, type Flow } from "../../../src/python/dataflow/flow.js";
import { areSaidToCross, knowsCookies, knowsSessions } from "./cookies.js";
import { headerWrites, type HeaderWrite } from "./header.js";
import { textOf } from "../../../src/python/model/literal.js";
import { moduleOf, type Module } from "../../../src/python/model/module.js";
import { isList, isMapping, truthOf, type Plain } from "../../../src/concepts/settings/constant.js";
import {
  CORS_EXTENSIONS,
  CORS_MIDDLEWARE,
  DJANGO_ALL,
  DJANGO_CREDENTIALS,
  DJANGO_LISTS,
  RESOURCE_OPTIONS,
} from "../../../src/python/tables/cors.js";
import {
  holdsUnconfigured,
  runsUnconfigured,
  unconfigured,
  type Default,
  type Defaults,
} from "../../../src/concepts/settings/defaults.js";

/** A place that lets the pages of every origin read what the service answers. */
export interface OpenPolicy {
  /** What a person would change. */
  readonly at: Node;
  /** What allows them, as it is written. */
  readonly by: string;
  /** Where that value comes from, when it is not written at `at`. */
  readonly origin?: Default | undefined;
  /** Whether the browser sends the user's cookies along. */
  readonly credentials: boolean;
  /**
   * Why none comes from another site's page all the same: nothing in the project knows a user by one, browsers take no `*`
   * together with them, or send them to pages of the same site alone.
   */
  readonly kept?: "unused" | "refused" | "same site" | undefined;
  /** What makes it doubtful that the policy is ever in force. */
  readonly isDoubtful?: boolean;
}

/** Every policy of a file that is open to all origins when nobody configures the program. */
export function* openPolicies(module: Module): Generator<OpenPolicy> {
  for (const policy of [
    ...middleware(module),
    ...extensions(module),
    ...django(module),
    ...aiohttp(module),
    ...headers(module),
  ]) {
    if (isForDevelopment(policy.at)) continue;
    const kept = policy.kept ?? (policy.credentials && !areSaidToCross(module) ? "same site" : undefined);
    yield { ...policy, kept, isDoubtful: policy.isDoubtful ?? isUnderFlag(policy.at) };
  }
}

function* middleware(module: Module): Generator<OpenPolicy> {
  const calls = ["add_middleware", "Middleware", "partial"].flatMap((name) => module.callsOf(name));
  for (const call of [...calls, ...module.callsOf("CORSMiddleware")]) {
    const isCors = [call.callee, ...call.positional.slice(0, 1)].some((node) => isOneOf(node, CORS_MIDDLEWARE));
    if (!isCors) continue;
    const list = option(call, "allow_origins");
    const pattern = option(call, "allow_origin_regex");
    const name = isOpen(list, hasStar)
      ? "allow_origins"
      : isOpen(pattern, isAnyOrigin)
        ? "allow_origin_regex"
        : undefined;
    if (name === undefined) continue;
    const credentials = says(option(call, "allow_credentials"));
    const policy = policyOf(call, name, name === "allow_origins" ? list : pattern, credentials);
    yield { ...policy, kept: credentials && !knowsCookies(module) ? "unused" : undefined };
  }
}

/** Whether an expression is something from outside the project, or a class of the project that derives from it. */
function isOneOf(node: Node, set: ApiSet): boolean {
  return moduleOf(node)
    .valuesOf(node)
    .some((value) => {
      if (value.kind === "api") return matches(set, value.path);
      return value.kind === "class" && value.definition.ancestry.external.some((base) => matches(set, base));
    });
}

function policyOf(call: Call, name: string, origins: Defaults | undefined, credentials: boolean): OpenPolicy {
  const given = call.keyword(name);
  return { at: given?.parent ?? call.node, by: name, origin: origins?.[0], credentials };
}

/** What a keyword of a call is: written there, or in a mapping that is spread into the call. */
function option(call: Call, name: string): Defaults | undefined {
  const given = call.keyword(name);
  if (given) return unconfigured(given);
  for (const { value: spread, splat } of call.arguments) {
    const [options, ...others] = splat === "**" ? unconfigured(spread) : [];
    if (!options || others.length > 0) continue;
    if (!isMapping(options.value)) return [options];
    if (options.value.has(name)) return [{ ...options, value: options.value.get(name) }];
  }
  return undefined;
}

function isOpen(defaults: Defaults | undefined, test: (value: Plain) => boolean): boolean {
  return (
    defaults !== undefined && defaults.length > 0 && defaults.every(({ value }) => value !== undefined && test(value))
  );
}

/** Whether an option surely is switched on. */
function says(defaults: Defaults | undefined): boolean {
  return isOpen(defaults, truthOf);
}

function hasStar(value: Plain): boolean {
  return value === "*" || (isList(value) && value.includes("*"));
}

/** Whether a pattern takes every origin, or every one of a protocol. */
function isAnyOrigin(value: Plain): boolean {
  if (isList(value)) return value.some((item) => item !== undefined && isAnyOrigin(item));
  if (typeof value !== "string") return false;
  const core = value.replace(/^(\^|\\A)|(\$|\\Z)$/g, "").replace(/^\((?:\?:)?(.*)\)$/, "$1");
  return /^((https?|http|https|\(\??:?https?\)|https\?|http\(s\)\?|\.\*|\.\+|\\w\+):\/\/)?(\.[*+]\??|\(\.[*+]\))$/.test(
    core,
  );
}

function* extensions(module: Module): Generator<OpenPolicy> {
  for (const { apis, origins, credentials } of CORS_EXTENSIONS) {
    for (const call of ["CORS", "cross_origin", "init_app", "cors", "route_cors"].flatMap((name) =>
      module.callsOf(name),
    )) {
      if (!call.apis.some((path) => matches(apis, path)) || isDeferred(call)) continue;
      const policy = extension(call, origins, credentials);
      if (policy) yield policy;
    }
  }
}

/** `CORS()` alone does nothing; `init_app` does. */
function isDeferred(call: Call): boolean {
  return call.lastName === "CORS" && call.positional.length === 0 && call.keyword("app") === undefined;
}

function extension(call: Call, origins: string, credentials: string): OpenPolicy | undefined {
  const resources = option(call, "resources")?.[0];
  const cookies = says(option(call, credentials));
  const given = option(call, origins);
  if (given) return isOpenList(given) ? policyOf(call, origins, given, cookies) : undefined;
  if (isMapping(resources?.value)) {
    for (const rules of resources.value.values()) {
      if (isMapping(rules) && !rules.has(origins))
        return { at: call.node, by: call.name, credentials: cookies || rules.get(credentials) === true };
      const own = isMapping(rules) ? rules.get(origins) : undefined;
      const isWide = own !== undefined && (hasStar(own) || isAnyOrigin(own));
      if (!isWide) continue;
      const also = isMapping(rules) && rules.get(credentials) === true;
      return { ...policyOf(call, "resources", [resources], cookies || also), by: origins };
    }
    return undefined;
  }
  if (call.hasSplat || configuredElsewhere(call.module)) return undefined;
  return { at: call.node, by: call.name, credentials: cookies };
}

function isOpenList(defaults: Defaults): boolean {
  return isOpen(defaults, (value) => hasStar(value) || isAnyOrigin(value));
}

/** Whether the project sets `CORS_ORIGINS`, which the extension then reads. */
function configuredElsewhere(module: Module): boolean {
  return ["CORS_ORIGINS", "QUART_CORS_ALLOW_ORIGIN"].some(
    (name) => module.project.modulesMentioning(name, module).length > 0,
  );
}

function* django(module: Module): Generator<OpenPolicy> {
  const scopes = [module.scopes.module, ...module.classes.map((definition) => module.scopes.opened(definition.node))];
  for (const scope of scopes) {
    const last = (name: string): Defaults | undefined => {
      const from = scope.bindings(name).findLast((binding) => runsUnconfigured(binding.node))?.from;
      return from && unconfigured(from);
    };
    const credentials = says(last(DJANGO_CREDENTIALS));
    for (const name of [...DJANGO_ALL, ...DJANGO_LISTS]) {
      const binding = scope.bindings(name).findLast(({ node }) => runsUnconfigured(node));
      const test = DJANGO_ALL.includes(name)
        ? truthOf
        : (value: Plain): boolean => hasStar(value) || isAnyOrigin(value);
      const given = last(name);
      if (binding?.kind === "assign" && isOpen(given, test)) {
        yield { at: binding.node, by: name, origin: given?.[0], credentials };
      }
    }
  }
}

function* aiohttp(module: Module): Generator<OpenPolicy> {
  for (const call of module.callsOf("ResourceOptions")) {
    const pair = call.node.parent;
    const key = pair?.kind === "pair" ? pair.field("key") : undefined;
    if (!pair || !key || !call.apis.some((path) => matches(RESOURCE_OPTIONS, path))) continue;
    if (isOpen(unconfigured(key), hasStar)) {
      yield {
        at: pair,
        by: textOf(key) ?? key.text,
        credentials: says(option(call, "allow_credentials")),
      };
    }
  }
}

/** Each place that writes one header is held against each that writes the other; no service has more than this. */
const MOST_WRITES = 60;

/** Headers written by hand count with credentials only: without them, `*` is how a public resource is published. */
function* headers(module: Module): Generator<OpenPolicy> {
  const credentials = headerWrites(module, "access-control-allow-credentials").slice(0, MOST_WRITES);
  const cookies = credentials.filter(({ value }) => isOpen(unconfigured(value), isYes));
  if (cookies.length === 0) return;
  for (const write of headerWrites(module, "access-control-allow-origin").slice(0, MOST_WRITES)) {
    const beside = cookies.filter((other) => areWrittenTogether(write, other));
    const by = openValue(write);
    if (beside.length === 0 || by === undefined) continue;
    const isDoubtful = !beside.some((other) => isUnconditional(other, write));
    const kept = by === "*" ? "refused" : knowsCookies(module) || knowsSessions(module) ? undefined : "unused";
    yield { at: write.at, by, credentials: true, kept, isDoubtful };
  }
}

function isYes(value: Plain): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true");
}

/** What opens a header to everybody: `*`, or the origin of whoever asks, sent back unchecked. */
function openValue(write: HeaderWrite): string | undefined {
  if (isOpen(unconfigured(write.value), hasStar)) return "*";
  const flow = findFlow(write.value, {
    label: (node) => (isOriginRead(node) ? "the request's Origin header" : undefined),
  });
  if (!flow) return undefined;
  const module = moduleOf(write.at);
  if (moduleOf(flow.at) !== module || module.functionAround(flow.at) !== module.functionAround(write.at))
    return undefined;
  return isChecked(write, flow) ? undefined : "the request's own Origin header";
}

function isOriginRead(node: Node): boolean {
  const key =
    node.kind === "call"
      ? moduleOf(node).call(node).positional[0]
      : node.kind === "subscript"
        ? node.field("subscript")
        : undefined;
  return key !== undefined && /^(origin|http_origin)$/i.test(textOf(key) ?? "");
}

/** Whether a test of the origin, other than that there is one, decides whether the header is written. */
function isChecked(write: HeaderWrite, { at: source, steps }: Flow): boolean {
  const { value } = write;
  const forms = new Set(
    [source, ...steps.map(({ at }) => at), ...value.descendants("identifier", "attribute")].map(spellingOf),
  );
  const decides = (test: Node): boolean =>
    (!asksWhetherGiven(test, source) &&
      [...test.descendants("identifier", "attribute", "call", "subscript")].some((node) =>
        forms.has(spellingOf(node)),
      )) ||
    isOutcome(test, decides);
  const graph = moduleOf(write.at).graphAround(write.at);
  if (graph.everyPathTo(write.at, { edge: ({ condition }) => condition !== undefined && decides(condition) }))
    return true;
  const assigned = value.kind === "identifier" ? moduleOf(value).bindingsReaching(value.text, value) : [];
  const makers = [value, ...assigned.map(({ from }) => from)];
  const choices = makers.flatMap((made) => [...(made?.descendants("conditional_expression") ?? [])]);
  return choices.some(({ children: [, test] }) => test !== undefined && decides(test));
}

/** Whether a test asks for a name that holds what a test gave: `is_known = origin in KNOWN`, and `if is_known:`. */
function isOutcome(test: Node, decides: (test: Node) => boolean): boolean {
  const name = unwrap(test);
  if (name.kind !== "identifier") return false;
  const bindings = moduleOf(name).bindingsReaching(name.text, name);
  const isTest = (made: Node): boolean =>
    made.kind === "comparison_operator" || (made.kind === "call" && ANSWERS_YES.test(calledName(made) ?? ""));
  return bindings.length > 0 && bindings.every(({ from }) => from && isTest(unwrap(from)) && decides(unwrap(from)));
}

/** Calls that say yes or no about what they are given. */
const ANSWERS_YES = /^(bool|any|all|(re\.|\w+\.)?(match|fullmatch|search|startswith|endswith|is_\w+|\w+_allowed))$/;

/** Whether a test only asks whether there is something: `if origin`, `if origin is not None`. */
function asksWhetherGiven(test: Node, source: Node): boolean {
  const inner = unwrap(test);
  if (/^(identifier|attribute|none)$/.test(inner.kind) || isSameExpression(inner, source)) return true;
  const comparison = comparisonOf(inner);
  return comparison !== undefined && unwrap(comparison.right).kind === "none";
}

/** Two headers of one response: in one container, or written by one function on one way through it. */
function areWrittenTogether(a: HeaderWrite, b: HeaderWrite): boolean {
  const module = moduleOf(a.at);
  const isEntry = (write: HeaderWrite): boolean => write.at.kind === "pair" || write.at.kind === "tuple";
  if (isEntry(a) && isEntry(b)) return a.at.parent === b.at.parent;
  const around = module.functionAround(a.at);
  if (around === undefined || around !== module.functionAround(b.at)) return false;
  const { graph } = around;
  return graph.reaches(a.at, b.at) || graph.reaches(b.at, a.at);
}

/** Whether what decides over one header decides over the other, too. */
function isUnconditional(other: HeaderWrite, write: HeaderWrite): boolean {
  return conditionsAround(other.at).every((statement) => statement.contains(write.at));
}

function conditionsAround(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const around of node.ancestors()) {
    if (/^(function_definition|lambda|class_definition)$/.test(around.kind)) break;
    if (around.kind === "if_statement") found.push(around);
  }
  return found;
}

/** Whether a flag of which nothing is known switches a place on. */
function isUnderFlag(node: Node): boolean {
  return conditionsAround(node).some((statement) => {
    const test = statement.field("condition");
    if (
      !test ||
      !statement.field("consequence")?.contains(node) ||
      !/^(identifier|attribute|call|subscript)$/.test(unwrap(test).kind)
    )
      return false;
    return holdsUnconfigured(test) === undefined;
  });
}

const DEVELOPMENT = /(^|[^a-z])(debug|dev|devel|develop|development|local|test|tests|testing)([^a-z]|$)/i;
const PRODUCTION = /prod|staging|live/i;

/**
 * Whether a place counts during development only: in a settings file for it, under a flag that is off by default, or
 * under one that names it.
 */
function isForDevelopment(node: Node): boolean {
  const module = moduleOf(node);
  const owner = module.classAround(node);
  const isSettings = node.kind === "identifier";
  if (isSettings && (DEVELOPMENT.test(module.path.split("/").at(-1) ?? "") || DEVELOPMENT.test(owner?.name ?? "")))
    return true;
  if (!runsUnconfigured(node)) return true;
  return conditionsAround(node).some((statement) => {
    const test = statement.field("condition");
    if (!test || holdsUnconfigured(test) !== undefined) return false;
    const isThen = statement.field("consequence")?.contains(node) ?? false;
    const words = wordsIn(test);
    return isThen ? DEVELOPMENT.test(words) && !isNegated(test) : PRODUCTION.test(words);
  });
}

/** The names and texts in a test, in words: `is dev`, `app env`, `production`. */
function wordsIn(test: Node): string {
  const parts = [...test.descendants("identifier", "string")].map((part) => textOf(part) ?? part.text);
  return parts.map((part) => part.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ")).join(" ");
}

function isNegated(test: Node): boolean {
  for (const part of test.descendants("not_operator", "comparison_operator")) {
    if (
      part.kind === "not_operator" ||
      part.fields("operators").some(({ kind }) => /^(!=|<>|is not|not in)$/.test(kind))
    )
      return true;
  }
  return false;
}
