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

/** What the text of a node of a kind holds, whatever else it does. */
const SPELLED: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    aliased_import: /\bas\b/,
    assert_statement: /\bassert\b/,
    attribute: /\./,
    augmented_assignment: /=/,
    await: /\bawait\b/,
    boolean_operator: /\b(?:and|or)\b/,
    break_statement: /\bbreak\b/,
    call: /\(/,
    comparison_operator: /[<>]|[=!]=|\b(?:in|is)\b/,
    class_definition: /\bclass\b(?<=^[ \t\f]*class)/m,
    conditional_expression: /\belse\b/,
    delete_statement: /\bdel\b/,
    elif_clause: /\belif\b/,
    except_clause: /\bexcept\b/,
    for_in_clause: /\bfor\b/,
    for_statement: /\bfor\b/,
    function_definition: /\bdef\b(?<=^[ \t\f]*(?:async\b[\s\\]*)?def)/m,
    global_statement: /\bglobal\b/,
    if_statement: /\bif\b/,
    import_from_statement: /\bimport\b/,
    import_statement: /\bimport\b/,
    keyword_argument: /=/,
    lambda: /\blambda\b/,
    nonlocal_statement: /\bnonlocal\b/,
    raise_statement: /\braise\b/,
    return_statement: /\breturn\b/,
    subscript: /\[/,
    while_statement: /\bwhile\b/,
    with_statement: /\bwith\b/,
    yield: /\byield\b/,
  }),
);

/** Whether a text may hold a node of one of the kinds. */
export function mayHold(text: string, kinds: readonly string[]): boolean {
  return kinds.some((kind) => SPELLED.get(kind)?.test(text) ?? true);
}
