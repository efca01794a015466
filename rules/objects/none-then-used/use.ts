import type { Node } from "../../../src/syntax/node.js";
import type { FunctionDefinition } from "../../../src/python/model/function.js";

/** A name or attribute that is None where it is looked into. */
export interface NoneUse {
  /** Where it gets its None. */
  readonly set: Node;
  readonly use: Node;
  /** What gives the None, when that is a call that returns nothing else. */
  readonly result?: Node;
  /** The assignment that would have filled it, and fails on the way. */
  readonly failing?: Node;
  /** The call that leads to the use, where that stands in another method. */
  readonly by?: Node;
  /** What would have filled it, and need not have run. */
  readonly filler?: FunctionDefinition;
  /** What shows that it may not have run: a test for None elsewhere, or the handler that leads to the use. */
  readonly shown?: Node;
  /** What sets it to None while the function that looks into it runs, behind a test of its own. */
  readonly taker?: FunctionDefinition;
  /** The function of the project that returns the None, on some paths. */
  readonly giver?: FunctionDefinition;
  /** Not every way that leads there has it None. */
  readonly likely?: boolean;
}
