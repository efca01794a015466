import { answersRequests } from "../../../src/concepts/threads/handlers.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";
import { spellingOf } from "../../../src/python/cfg/expression.js";
import { callsMaking, isRepeated } from "../../../src/concepts/objects/making.js";
import type { ClassDefinition } from "../../../src/python/model/class.js";
import { moduleOf } from "../../../src/python/model/module.js";
import { matches } from "../../../src/python/tables/api.js";
import { GOES_ON_TO } from "../../../src/python/tables/credentials.js";
import { ENDLESS_ITERABLES } from "../../../src/python/tables/streams.js";
import type { Node } from "../../../src/syntax/node.js";

/** Calls that are followed from what adds to the loop that has it done. */
const MOST_CALLS = 2;

/** Whether the objects of a class that the program makes live as long as it does: none is made again and again. */
export function livesLong(of: ClassDefinition): boolean {
  const sites = callsMaking(of);
  return sites.length > 0 && !sites.some((site) => isRepeated(site));
}

/** The loop without an end, or the route, that has something done again and again. */
export function repeatedBy(at: Node, by: FunctionDefinition, calls = MOST_CALLS): Node | undefined {
  const loop = endlessAround(at, by);
  if (loop) return loop;
  if (answersRequests(by)) return by.decorators[0];
  if (standsBeforeAnswers(by)) return by.node.field("name");
  if (calls === 0) return undefined;
  for (const { call } of by.module.project.callersOf(by)) {
    const around = call.module.functionAround(call.node);
    const found =
      around && around !== by && !around.module.isTest ? repeatedBy(call.node, around, calls - 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Whether a function is asked for each request: a method of a middleware, or what is given what handles the request next. */
function standsBeforeAnswers({ parameters }: FunctionDefinition): boolean {
  return parameters.some(({ name }) => GOES_ON_TO.includes(name));
}

/** The `while` or `async for` around a place that nobody expects to end soon. */
function endlessAround(at: Node, by: FunctionDefinition): Node | undefined {
  for (let loop = by.graph.loopOf(at); loop; loop = loop.parent && by.graph.loopOf(loop.parent)) {
    const isEndless =
      loop.kind === "while_statement" && /^(True|1|not\b.*|self\.\w+|\w+\.is_\w+\(\))$/.test(conditionOf(loop));
    if (isEndless || goesOnAsLongAsItComes(loop) || takesFromConsumer(loop)) return loop;
  }
  return undefined;
}

/** Whether an `async for` takes what comes as long as the service lives: messages, not the rows of an answer. */
function goesOnAsLongAsItComes(loop: Node): boolean {
  const from = loop.child("async") && loop.field("right");
  return from !== undefined && KEEPS_COMING.test(spellingOf(from)) && !COMES_TO_AN_END.test(spellingOf(from));
}

/** Whether a `for` takes the messages that a consumer of a library gives as long as it is open. */
function takesFromConsumer(loop: Node): boolean {
  const from = loop.kind === "for_statement" ? loop.field("right") : undefined;
  return (
    from !== undefined &&
    moduleOf(from)
      .apiPathsOf(from)
      .some((path) => matches(ENDLESS_ITERABLES, path))
  );
}

const KEEPS_COMING =
  /message|listen|consum|subscri|pubsub|(^|[._])(ws|sock|websocket|socket|queue|channel|events?|updates|source|notifications|watch\w*|commands|jobs)\b/i;
const COMES_TO_AN_END = /cursor|\brows?\b|result|find|fetch|execute|select|quer|scan|history|list|page|records|iter_/i;

function conditionOf(loop: Node): string {
  const condition = loop.field("condition");
  return condition ? spellingOf(condition) : "";
}
