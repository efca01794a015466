/*
 * The words that rules ask, by the question they answer. This is `scarlint/python`, the one index for rules of a team's
 * own: files behind it may move, what stands here stays or is told to have gone.
 *
 * docs/vocabulary.md is written from this file by `npm run generate`. The comment above an export begins a question; its
 * programs run in the tests, with each word here and the Python program's `module` at hand, and what stands behind `//` is
 * what the line has to give. `@members` brings members of classes to a question; all others stand with their class, but
 * for those whose comment says `@internal`.
 */

/**
 * # What is written here?
 *
 * A rule is given a `Module` and looks in it for the few places that could be the bug. Places are `Node`s of the syntax
 * tree, whose kinds and fields are those of tree-sitter-python's grammar.
 *
 * ```python
 * class Gateway:
 *     def send(self, frame):
 *         return self.socket.send(frame, copy = False)
 * ```
 * ```js
 * const [call] = module.root.descendants("call");
 * call.text; // "self.socket.send(frame, copy = False)"
 * call.field("function").text; // "self.socket.send"
 * call.parent.kind; // "return_statement"
 * [...call.ancestors()].map(({ kind }) => kind).includes("class_definition"); // true
 * accessPath(call.field("function")); // "self.socket.send"
 * whereIs(call); // "main.py:3"
 * module.isTest; // false
 * ```
 */
export { Module, moduleOf, whereIs } from "./python/model/module.js";
export { inSourceOrder, Node } from "./syntax/node.js";
export { accessPath } from "./python/cfg/guards.js";
export { pathOf } from "./python/dataflow/effects.js";
export { unwrap } from "./python/cfg/evaluation.js";
export { quoted } from "./python/editing/quote.js";

/**
 * # What does this code speak of?
 *
 * How code is laid out means nothing, and neither do comments: these words ask the tree where a pattern would ask the text.
 *
 * ```python
 * def wait(self, jobs):
 *     if jobs [0] is not self.stopped:
 *         last = first = self.queue.get(timeout=0.5)  # or stop
 *     return jobs[
 *         0  # the oldest
 *     ]
 * ```
 * ```js
 * const [get] = module.callsNamed("get");
 * lastNameOf(get.receiver); // "queue"
 * calledName(get.node); // "get"
 * assignedTo(get.node).map(({ text }) => text); // ["first", "last"]
 * numberOf(get.keyword("timeout")); // 0.5
 * const [one, other] = module.root.descendants("subscript");
 * isSameExpression(one, other); // true
 * spellingOf(other); // "jobs[0]"
 * const [comparison] = module.root.descendants("comparison_operator");
 * comparisonOf(comparison).operator; // "is not"
 * mentionsName(comparison, /^stop/); // true
 * mentionsPath(comparison, "self.stopped"); // true
 * mentionsName(module.root, new Set(["stop"])); // false
 * callsAny(module.root, new Set(["get"])); // true
 * ```
 */
export {
  assignedTo,
  calledName,
  comparisonOf,
  isSameExpression,
  isSuperCall,
  lastNameOf,
  spellingOf,
  type Comparison,
} from "./python/cfg/expression.js";
export { callsAmong, callsAny, mentionsName, mentionsPath, type Names } from "./python/cfg/mentions.js";
export { numberOf } from "./python/cfg/evaluation.js";
export { namesInAnnotation } from "./python/model/annotation.js";

/**
 * # What does this name mean?
 *
 * A binding gives a name its meaning in a scope. Which of them are in force at a use is decided along the control flow.
 *
 * ```python
 * from shop import bus as hub
 *
 * retries = 3
 * if hub.is_slow():
 *     retries = 5
 * print(retries)
 * ```
 * ```js
 * const use = module.callsNamed("print")[0].argument(0);
 * module.bindingsReaching("retries", use).map(({ from }) => from.text); // ["3", "5"]
 * module.scopes.lookup("hub", use).bindings[0].kind; // "import"
 * module.aliasesOf("bus"); // ["hub"]
 * ```
 *
 * @members Module.scopes Module.bindingsReaching Module.aliasesOf Module.receiverClass Module.functionAround
 * @members Module.classAround
 */
export type { Binding, BindingKind, ImportSource, Scope, Scopes } from "./python/model/scope.js";
export { Project } from "./python/model/project.js";
export { closest } from "./python/model/closest.js";

/**
 * # What is this library?
 *
 * What comes from outside the project has a path, whatever the file calls it: `zmq.Context().socket` is the method
 * `socket` of what calling `zmq.Context` gives.
 *
 * ```python
 * import requests as http
 *
 * def fetch(url):
 *     session = http.Session()
 *     return session.get(url)
 * ```
 * ```js
 * const [call] = module.callsNamed("get");
 * call.apis; // ["requests.Session().get"]
 * matches(apis("requests.{get,post}", "requests.Session().*"), call.apis[0]); // true
 * module.apiPathsOf(call.receiver); // ["requests.Session()"]
 * ```
 *
 * @members Call.apis Module.apiPathsOf
 */
export { apis, matches, type ApiSet } from "./python/tables/api.js";
export { ancestorPaths, givenByFramework } from "./python/model/callbacks.js";
export { isLogCall, tells } from "./python/model/logging.js";
export type { FunctionFacts } from "./python/model/facts.js";

/**
 * # What may be called here?
 *
 * ```python
 * def send(message, retries=3):
 *     return message, retries
 *
 * class Gateway:
 *     def relay(self, message):
 *         return send(message, retries=5)
 *
 * Gateway().relay("hello")
 * ```
 * ```js
 * const [call] = module.callsNamed("send");
 * call.callees.list.map(({ definition }) => definition.qualifiedName); // ["send"]
 * call.callees.isAll; // true
 * call.argument(1, "retries").text; // "5"
 * const [relay] = module.callsNamed("relay")[0].functions;
 * relay.parameters.map(({ name }) => name); // ["self", "message"]
 * relay.owner.name; // "Gateway"
 * module.project.callersOf(relay).map(({ call }) => call.name); // ["Gateway().relay"]
 * ```
 *
 * @members Module.call Module.calls Module.callsNamed Module.callsOf Module.callsMentioning Project.callersOf
 * @members Module.function Module.functions
 */
export { Call, isBound, type Argument, type Callee, type Callees } from "./python/model/call.js";
export { FunctionDefinition, isEmptyBody, type Parameter, type ParameterKind } from "./python/model/function.js";
export { knowsOverridesOf, overridesOf } from "./python/model/hierarchy.js";
export type { Caller } from "./python/model/project.js";

/**
 * # What may this expression be?
 *
 * The answer is a list, one value for each possibility. Where `isOpen` holds of it there may be others, and a rule that
 * has to be certain says nothing.
 *
 * ```python
 * class Pool:
 *     pass
 *
 * def make(size):
 *     if size:
 *         return Pool()
 *     return None
 *
 * pool = make(3)
 * print(pool, [1, 2])
 * ```
 * ```js
 * const [pool, list] = module.callsNamed("print")[0].positional;
 * module.valuesOf(pool).map(({ kind }) => kind); // ["instance", "none"]
 * module.valuesOf(pool)[0].of.name; // "Pool"
 * isOpen(module.valuesOf(pool)); // false
 * itemsOf(list).map(({ text }) => text); // ["1", "2"]
 * ```
 *
 * @members Module.valuesOf
 */
export { isOpen, type Access, type Value, type Values } from "./python/model/value.js";
export { textOf } from "./python/model/literal.js";
export { itemsOf } from "./python/dataflow/items.js";
export { constantTruth } from "./python/cfg/evaluation.js";
export { isExact } from "./python/model/hierarchy.js";

/**
 * # What does a class have?
 *
 * ```python
 * class Base:
 *     def close(self):
 *         self.socket = None
 *
 * class Gateway(Base):
 *     def open(self, socket):
 *         self.socket = socket
 * ```
 * ```js
 * const [base, gateway] = module.classes;
 * gateway.method("close").qualifiedName; // "Base.close"
 * gateway.ancestry.classes.map(({ name }) => name); // ["Gateway", "Base"]
 * gateway.ancestry.isOpen; // false
 * [...gateway.assignedAttributes]; // ["socket"]
 * module.storesNamed("socket").map(({ from }) => from.text); // ["None", "socket"]
 * isTransparent(gateway) && hasAttribute(gateway, "port"); // false
 * familyOf(base).map(({ name }) => name); // ["Base", "Gateway"]
 * ```
 *
 * @members Module.class Module.classes Module.storesNamed Module.storesNear Project.subclassesOf
 * @members Project.knowsSubclassesOf Project.modulesAssigning
 */
export { ClassDefinition, type Ancestry } from "./python/model/class.js";
export type { Store } from "./python/model/stores.js";
export {
  handlesAttributeError,
  hasAttribute,
  isComposed,
  isOnlyPart,
  isSeenInPart,
  isSpelled,
  isTransparent,
  isUnfinished,
  namesOf as attributeNamesOf,
  outsideStores,
} from "./python/model/attributes.js";
export { familyOf } from "./concepts/threads/endless-loop.js";
export { isAboutNamesake } from "./python/model/namesake.js";

/**
 * # What is it given?
 *
 * What the program gives to a parameter or an attribute, each with the place; tests are not the program.
 *
 * ```python
 * class Belt:
 *     def __init__(self, printer=None):
 *         self.printer = printer
 *
 * class Hall:
 *     def __init__(self, port):
 *         self.belt = Belt()
 *         self.belt.printer = open(port)
 * ```
 * ```js
 * const [belt] = module.classes;
 * const given = givenToAttribute(belt, "printer");
 * given.list.map(({ value, at }) => [value.text, whereIs(at)]); // [["None", "main.py:7"], ["open(port)", "main.py:8"]]
 * given.isAll; // true
 * givenToParameter(belt.method("__init__").parameters[1]).list.length; // 1
 * lacksSpecialMethod(belt, "__await__"); // true
 * ```
 */
export { givenToAttribute, givenToParameter, type Gift, type Given } from "./python/model/given.js";
export { lacksSpecialMethod } from "./python/model/special-methods.js";

/**
 * # Does this call fit?
 *
 * ```python
 * class Zone:
 *     def price(self, kind, *, night=False):
 *         return kind, night
 *
 * Zone().price("adult", True)
 * Zone().price(night=True)
 * ```
 * ```js
 * const [first, second] = module.callsNamed("price").map(fitOf);
 * [first.kind, first.faults[0].problem, first.faults[0].at.text]; // ["misfit", "too-many", "True"]
 * second.faults.map(({ problem, names }) => [problem, names]); // [["missing", ["kind"]]]
 * [second.signature.name, whereIs(second.signature.at)]; // ["Zone.price", "main.py:2"]
 * second.signature.slots.map(({ name, by }) => [name, by]); // [["kind", "either"], ["night", "name"]]
 * ```
 */
export { fitOf, fitTo, type Fault, type Fit, type Misfit, type Passed } from "./python/model/fit.js";
export { signatureOf, type Signature, type Slot } from "./python/model/signature.js";

/**
 * # Where does this value come from?
 *
 * A flow is traced back through assignments, containers, attributes, helpers and callers, and keeps each step as
 * evidence. What counts as a source is up to whoever asks.
 *
 * ```python
 * import os
 *
 * def setting(name):
 *     return os.environ[name]
 *
 * eval(setting("FORMULA"))
 * ```
 * ```js
 * const formula = module.callsNamed("eval")[0].argument(0);
 * const flow = findFlow(formula, { label: localLabel });
 * flow.label; // "the environment"
 * flow.at.text; // "os.environ"
 * findFlow(formula, { label: networkLabel }); // undefined
 * ```
 */
export { findFlow, originsOf } from "./python/dataflow/flow.js";
export type { Flow, Origin, Sources } from "./python/dataflow/flow.js";
export { definedHere, type FlowStep } from "./python/dataflow/evidence.js";
export { localLabel, networkLabel } from "./concepts/taint/sources.js";

/**
 * # What has been done to it?
 *
 * ```python
 * import zmq
 *
 * def serve():
 *     socket = zmq.Context().socket(zmq.REP)
 *     socket.bind("tcp://*:5555")
 *     socket.connect("tcp://gateway:5556")
 *     peers = []
 *     peers.append(socket)
 *     return peers
 * ```
 * ```js
 * const [connect] = module.callsNamed("connect");
 * const state = socketAt(connect.receiver);
 * state.type; // "zmq.REP"
 * state.events.map(({ call }) => call.lastName); // ["bind"]
 * const graph = module.graphAround(connect.node);
 * effectsOn(["socket"], graph.elementOf(connect.node), graph).map(({ kind }) => kind); // ["method"]
 * mutationsOf(module, "peers").map(({ value }) => value.text); // ["socket"]
 * ```
 */
export { effectsOn, type PathEffect } from "./python/dataflow/effects.js";
export { mutationsOf, type Mutation } from "./python/dataflow/mutations.js";
export { proofOf, socketAt, transitionOf, transitionsOn } from "./concepts/sockets/sockets.js";
export type { SocketEvent, SocketState, SocketTransition } from "./concepts/sockets/sockets.js";
export { relate as relateEndpoints, type Relation as EndpointRelation } from "./concepts/sockets/endpoints.js";

/**
 * # What can run when?
 *
 * A graph of the control flow has exceptions, `finally`, loops and `match` in it. Its elements are statements, and
 * parts of those that decide what runs. What any call may raise is followed where something around it waits for that:
 * a handler, a `finally`, a `with`.
 *
 * ```python
 * def work(queue):
 *     lock.acquire()
 *     item = queue.get()
 *     if item is None:
 *         return
 *     lock.release()
 * ```
 * ```js
 * const [work] = module.functions;
 * const [acquire, get, release] = work.calls;
 * work.graph.reaches(acquire, release); // true
 * const isRelease = (element) => element.contains(release);
 * work.graph.leavesWithout(acquire, isRelease); // true
 * work.graph.everyPathTo(release, { element: (element) => element.contains(get) }); // true
 * alwaysLeaves(work.body); // false
 * ```
 *
 * @members Module.graphAround FunctionDefinition.graph FunctionDefinition.fallsThrough
 */
export { FlowGraph } from "./python/cfg/graph.js";
export type { Block, Edge, EdgeKind, LoopExit, Passes, Place, Through } from "./python/cfg/graph.js";
export { ReachingDefinitions, type Effect as DefinitionEffect, type Reaching } from "./python/cfg/reaching.js";
export { alwaysLeaves, statementsAfter } from "./python/cfg/terminal.js";
export { excludeEachOther } from "./python/cfg/branches.js";
export { neverFails, readTest, type Test as LoopTest } from "./concepts/threads/endless-loop.js";

/**
 * # What is known here?
 *
 * An edge of the graph that has a condition establishes facts, which hold wherever only that edge leads.
 *
 * ```python
 * def send(socket):
 *     if socket is not None:
 *         socket.send(b"hello")
 * ```
 * ```js
 * const [send] = module.functions;
 * const isChecked = (edge) => factsOf(edge).some(({ kind, subject }) => kind === "not-none" && subject.text === "socket");
 * send.graph.everyPathTo(send.calls[0], { edge: isChecked }); // true
 * ```
 */
export { factsOf, type Fact } from "./python/cfg/guards.js";

/**
 * # Which errors are handled?
 *
 * ```python
 * try:
 *     deliver()
 * except (OSError, ValueError):
 *     pass
 * ```
 * ```js
 * const [handler] = handlersOf(module);
 * handler.breadth; // "named"
 * caughtNames(handler.node); // ["OSError", "ValueError"]
 * catches(caughtNames(handler.node), "ValueError"); // true
 * ```
 */
export { handlersOf, type Breadth, type Handler } from "./concepts/errors/handler.js";
export { isCleanupName, onlyCleansUp, onlyTells } from "./concepts/errors/cleanup.js";
export { catches, catchesEndings, caughtNames, caughtTypes, isEnding } from "./python/cfg/exceptions.js";
export { endsProgram, exitCall, raisedName, swallowedNames } from "./python/cfg/exceptions.js";

/**
 * # What runs beside it?
 *
 * ```python
 * import threading
 *
 * def poll():
 *     refresh()
 *
 * def refresh():
 *     pass
 *
 * threading.Thread(target=poll, daemon=True).start()
 * ```
 * ```js
 * const [poll, refresh] = module.functions;
 * backgroundOf(refresh).by; // "thread"
 * const [start] = threadStarts(module);
 * targetsOf(start).map(({ name }) => name); // ["poll"]
 * isDaemon(start); // true
 * ```
 */
export { backgroundOf, backgroundRoots, isThreadClass, spawnsIn } from "./concepts/threads/background.js";
export type { Background, Spawn } from "./concepts/threads/background.js";
export { isDaemon, targetsOf, threadsOf, threadStarts } from "./concepts/threads/thread.js";
export type { Thread, ThreadStart } from "./concepts/threads/thread.js";

/**
 * # Can this be awaited?
 *
 * ```python
 * def save():
 *     return 1
 *
 * async def main():
 *     await save()
 * ```
 * ```js
 * const [call] = module.callsNamed("save");
 * const plain = synchronousIn(call.node);
 * explainSynchronous(plain); // "'save' ([main.py:1](1)) is not a coroutine function and returns nothing that could be awaited"
 * ```
 */
export { synchronousIn } from "./concepts/coroutines/awaitables.js";
export {
  evidence as evidenceOfSynchronous,
  explain as explainSynchronous,
  type Synchronous,
} from "./concepts/coroutines/proof.js";
export { calledBefore, inThread, runPlainly, withoutAwait } from "./concepts/coroutines/awaitable-fixes.js";

/**
 * # What is it when nobody configures the program?
 *
 * ```python
 * import os
 *
 * DEBUG = os.environ.get("DEBUG", "")
 * if DEBUG:
 *     print(DEBUG)
 * ```
 * ```js
 * const debug = module.callsNamed("print")[0].argument(0);
 * unconfigured(debug).map(({ value }) => value); // [""]
 * holdsUnconfigured(debug); // false
 * settingName(unconfigured(debug)[0].reads[0]); // "DEBUG"
 * ```
 */
export { holdsUnconfigured, runsUnconfigured, settingName, unconfigured } from "./concepts/settings/defaults.js";
export type { Default, Defaults } from "./concepts/settings/defaults.js";
export { isList, isMapping, truthOf as truthOfPlain } from "./concepts/settings/constant.js";
export type { Plain, PlainList, PlainMapping } from "./concepts/settings/constant.js";

/**
 * # How is the text changed?
 *
 * A fix of a report is made of edits; `scarlint --fix` applies them and scans again.
 *
 * ```python
 * import time
 *
 * def wait():
 *     time.sleep(5)
 * ```
 * ```js
 * const [sleep] = module.callsNamed("sleep");
 * replace(sleep.callee, "asyncio.sleep").text; // "asyncio.sleep"
 * importEdits("asyncio", sleep.node).map(({ text }) => text); // ["import asyncio\n"]
 * drop(statementOf(sleep.node)).text; // "pass"
 * isInert(sleep.node); // false
 * ```
 */
export { drop, dropItem, insertAfter, insertBefore, insertBehind, replace, replaceAll } from "./python/editing/edit.js";
export { isInert, isInTry, statementOf, type Edit, type Fix } from "./python/editing/edit.js";
export { importEdits } from "./python/editing/import-edit.js";
