import { isInRaises } from "../../src/concepts/tests/expectations.js";
import { rule, type Report } from "../../src/engine/rule.js";
import { withoutAwait } from "../../src/concepts/coroutines/awaitable-fixes.js";
import { synchronousIn } from "../../src/concepts/coroutines/awaitables.js";
import { handedTo } from "../../src/concepts/coroutines/handed.js";
import { plainOverrides } from "../../src/concepts/coroutines/overrides.js";
import { evidence, explain } from "../../src/concepts/coroutines/proof.js";
import { lacksProtocol, type Protocol } from "../../src/concepts/coroutines/protocols.js";
import { moduleOf, whereIs, type Module } from "../../src/python/model/module.js";
import type { Node } from "../../src/syntax/node.js";
import { matchesPattern } from "../../src/python/prefilter/prefilter.js";

/**
 * The result of a plain function is awaited.
 *
 * `await` needs an awaitable. The plain function runs, blocks the event loop while it does, and then the line raises
 * `TypeError: object NoneType can't be used in 'await' expression`. It often stands in a clean-up path that only runs
 * when something else has gone wrong. The same holds for `async with` and `async for` over what is made for a plain
 * `with` or `for`, and for a method that is awaited through its base while the one that a subclass puts in its place is
 * plain.
 *
 * @bad
 * ```python
 * async def answer(writer, store):
 *     await save(store)
 *
 * def save(store):
 *     store["saved"] = True
 * ```
 * @good
 * ```python
 * async def answer(writer, store):
 *     save(store)
 *
 * def save(store):
 *     store["saved"] = True
 * ```
 * @limits Callees that cannot be found, that an unknown decorator wraps, or that a subclass overrides with a coroutine
 * function are not reported, nor is what the code has asked about with `isawaitable` or `iscoroutinefunction`. A plain
 * function that gives something to await on some of its paths is reported when all the others surely give nothing, and
 * with `--audit` when only some do, or it depends on its arguments.
 * @off When a test awaits a plain function on purpose to see the error.
 * @see https://docs.python.org/3/reference/expressions.html#await-expression
 */
export default rule({
  severity: "high",
  fixes: ["safe", "unsafe"],
  mentions: ["await", "async"],
  *check(module) {
    for (const node of module.root.descendants("await")) {
      // Elsewhere it is the `await` that is wrong: no Python compiles it.
      if (!module.functionAround(node)?.isAsync) continue;
      const [operand] = node.children;
      if (operand && operand.kind !== "await") yield* awaited(node, operand);
    }
    yield* entered(module, "with_statement", "__aenter__");
    yield* entered(module, "for_statement", "__aiter__");
  },
});

function* awaited(node: Node, operand: Node): Generator<Report> {
  const plain = synchronousIn(operand);
  if (plain) {
    yield {
      at: node,
      message: `'await' needs an awaitable, but ${explain(plain)}.`,
      related: evidence(plain),
      fix: withoutAwait(node, plain),
      // What is to fail there fails before anything is awaited.
      likely: plain.isLikely === true || isInRaises(node),
    };
    return;
  }
  if (operand.kind === "call") yield* overridden(operand);
  for (const { call, plain } of handedTo(operand)) {
    yield {
      at: call.node,
      message: `'${call.lastName}' awaits what it is given here ([${whereIs(node)}](1)), but ${explain(plain, 2)}.`,
      related: [{ at: node, message: "awaited here" }, ...evidence(plain)],
      likely: plain.isLikely ?? false,
    };
  }
}

function* overridden(operand: Node): Generator<Report> {
  for (const { override, base, wait } of plainOverrides(moduleOf(operand).call(operand))) {
    yield {
      // Where coroutines are only handed through, it is the `return` that gives something else.
      at: (base.isAsync ? undefined : override.returns[0]) ?? override.node.field("name") ?? override.node,
      message: `'${override.qualifiedName}' is a plain function that returns nothing to await, but '${base.qualifiedName}' ([${whereIs(base.node)}](1)), which it overrides, is awaited ([${whereIs(wait)}](2)).`,
      related: [
        { at: base.node.field("name") ?? base.node, message: `'${base.qualifiedName}' is overridden` },
        { at: wait, message: "awaited here" },
      ],
    };
  }
}

/** What `async with` or `async for` is given that has no such protocol. */
function* entered(module: Module, kind: "with_statement" | "for_statement", method: Protocol): Generator<Report> {
  for (const statement of module.within(ASYNC_BLOCK, kind)) {
    if (!statement.child("async")) continue;
    const given = kind === "for_statement" ? [statement.field("right")] : managersOf(statement);
    for (const expression of given) {
      const lack = expression && lacksProtocol(expression, method);
      if (lack) {
        const word = kind === "for_statement" ? "async for" : "async with";
        const related = lack.definition ? [{ at: lack.definition, message: "defined here" }] : [];
        yield { at: expression, message: `'${word}' needs '${method}', but ${lack.clause}.`, related };
      }
    }
  }
}

const ASYNC_BLOCK = matchesPattern("a block that waits", /\basync[ \t\\\r\n]+(with|for)\b/);

function managersOf(statement: Node): readonly Node[] {
  return (statement.child("with_clause")?.children ?? []).flatMap((item) => {
    const value = item.field("value");
    // With a comma behind the last one, what stands in parentheses looks like a tuple.
    const values = value?.kind === "tuple" ? value.children : value ? [value] : [];
    return values.flatMap((one) => (one.kind === "as_pattern" ? (one.children[0] ?? []) : one));
  });
}
