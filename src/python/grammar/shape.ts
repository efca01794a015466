/** What an expression is, as far as the grammar asks: what can be assigned to, annotated or deleted. */
export enum Shape {
  Name,
  Attribute,
  Subscript,
  /** `()` */
  EmptyTuple,
  /** A tuple of targets only. */
  Tuple,
  /** A list display of targets only. */
  List,
  /** `*x`, x being a target. */
  Starred,

  // From here on nothing can be assigned to.
  /** `*x`, x being no target. */
  BadStarred,
  /** A tuple with an element that is no target. */
  BadTuple,
  BadList,
  Call,
  Literal,
  FString,
  False,
  None,
  True,
  Ellipsis,
  Operation,
  Comparison,
  Conditional,
  Lambda,
  Await,
  Yield,
  Named,
  Generator,
  ListComprehension,
  SetComprehension,
  DictComprehension,
  Dict,
  Set,
}

/** Whether an expression of this shape can stand on the left of `=`, alone or in a tuple. */
export function isTarget(shape: Shape): boolean {
  return shape < Shape.Starred;
}

/** Whether `+=` and annotations take it. */
export function isSingleTarget(shape: Shape): boolean {
  return shape <= Shape.Subscript;
}

const NAMES: Readonly<Record<Shape, string>> = {
  [Shape.Name]: "a name",
  [Shape.Attribute]: "an attribute",
  [Shape.Subscript]: "a subscript",
  [Shape.EmptyTuple]: "a tuple",
  [Shape.Tuple]: "a tuple",
  [Shape.List]: "a list",
  [Shape.Starred]: "a starred expression",
  [Shape.BadStarred]: "a starred expression",
  [Shape.BadTuple]: "a tuple",
  [Shape.BadList]: "a list",
  [Shape.Call]: "a function call",
  [Shape.Literal]: "a literal",
  [Shape.FString]: "an f-string",
  [Shape.False]: "'False'",
  [Shape.None]: "'None'",
  [Shape.True]: "'True'",
  [Shape.Ellipsis]: "'...'",
  [Shape.Operation]: "an expression with an operator",
  [Shape.Comparison]: "a comparison",
  [Shape.Conditional]: "a conditional expression",
  [Shape.Lambda]: "a lambda",
  [Shape.Await]: "an 'await' expression",
  [Shape.Yield]: "a 'yield' expression",
  [Shape.Named]: "an assignment expression",
  [Shape.Generator]: "a generator expression",
  [Shape.ListComprehension]: "a list comprehension",
  [Shape.SetComprehension]: "a set comprehension",
  [Shape.DictComprehension]: "a dict comprehension",
  [Shape.Dict]: "a dict display",
  [Shape.Set]: "a set display",
};

/** What a person calls it, with its article. */
export function describe(shape: Shape): string {
  return NAMES[shape];
}
