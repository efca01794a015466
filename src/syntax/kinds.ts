/** Tables that were asked for, by the grammar's names and what they say of each. */
const tables = new WeakMap<readonly string[], Map<unknown, Uint8Array>>();

/** For each kind of a grammar 1 when it is one of those wanted. */
export function wantedKinds(kindNames: readonly string[], kinds: readonly string[]): Uint8Array {
  const question = kinds.length === 1 ? kinds[0]! : kinds.join();
  return tableFor(kindNames, question, (name) => (kinds.includes(name) ? 1 : 0));
}

/** For each kind of a grammar the number that a table gives it, and else 0. */
export function numbersOfKinds(kindNames: readonly string[], numbers: ReadonlyMap<string, number>): Uint8Array {
  return tableFor(kindNames, numbers, (name) => numbers.get(name) ?? 0);
}

function tableFor(kindNames: readonly string[], question: unknown, of: (name: string) => number): Uint8Array {
  let byQuestion = tables.get(kindNames);
  if (!byQuestion) tables.set(kindNames, (byQuestion = new Map<unknown, Uint8Array>()));
  let table = byQuestion.get(question);
  // A parser's list of kinds grows while it meets new ones.
  if (table?.length !== kindNames.length) byQuestion.set(question, (table = Uint8Array.from(kindNames, of)));
  return table;
}

/**
 * What stands in a text, of which a reader of tokens can tell without a tree: one bit each. A bit that is not set says that there
 * is nothing of it, so that nobody has to parse the text to look for it.
 */
export const Holds = {
  Alias: 1 << 0,
  Assert: 1 << 1,
  AugmentedAssignment: 1 << 2,
  Await: 1 << 3,
  BooleanOperator: 1 << 4,
  Break: 1 << 5,
  Class: 1 << 6,
  Comparison: 1 << 7,
  Delete: 1 << 8,
  Elif: 1 << 9,
  Else: 1 << 10,
  Except: 1 << 11,
  For: 1 << 12,
  Function: 1 << 13,
  Global: 1 << 14,
  If: 1 << 15,
  Import: 1 << 16,
  Lambda: 1 << 17,
  NamedExpression: 1 << 18,
  Nonlocal: 1 << 19,
  Raise: 1 << 20,
  Return: 1 << 21,
  Subscript: 1 << 22,
  Try: 1 << 23,
  While: 1 << 24,
  With: 1 << 25,
  Yield: 1 << 26,
} as const;

/** What holds whatever stands in a text. */
export const HOLDS_ANYTHING = -1;

/** What a text holds where a node of a kind is. */
const HELD_BY: ReadonlyMap<string, number> = new Map(
  Object.entries({
    aliased_import: Holds.Alias,
    as_pattern: Holds.Alias,
    assert_statement: Holds.Assert,
    augmented_assignment: Holds.AugmentedAssignment,
    await: Holds.Await,
    boolean_operator: Holds.BooleanOperator,
    break_statement: Holds.Break,
    class_definition: Holds.Class,
    comparison_operator: Holds.Comparison,
    conditional_expression: Holds.If,
    delete_statement: Holds.Delete,
    elif_clause: Holds.Elif,
    else_clause: Holds.Else,
    except_clause: Holds.Except,
    for_in_clause: Holds.For,
    for_statement: Holds.For,
    function_definition: Holds.Function,
    global_statement: Holds.Global,
    if_statement: Holds.If,
    import_from_statement: Holds.Import,
    import_statement: Holds.Import,
    lambda: Holds.Lambda,
    named_expression: Holds.NamedExpression,
    nonlocal_statement: Holds.Nonlocal,
    raise_statement: Holds.Raise,
    return_statement: Holds.Return,
    subscript: Holds.Subscript,
    try_statement: Holds.Try,
    while_statement: Holds.While,
    wildcard_import: Holds.Import,
    with_item: Holds.With,
    with_statement: Holds.With,
    yield: Holds.Yield,
  }),
);

/** Whether there may be a node of one of the kinds in what holds this. @param held of {@link Holds} */
export function mayHold(held: number, kinds: readonly string[]): boolean {
  return kinds.some((kind) => {
    const sign = HELD_BY.get(kind);
    return sign === undefined || (held & sign) !== 0;
  });
}
