import { rule, type Report } from "../../src/engine/rule.js";
import { quoted } from "../../src/python/editing/quote.js";
import { whereIs } from "../../src/python/model/module.js";
import { ANYBODY, MIGRATIONS, STATEMENT_WORDS } from "../../src/python/tables/sql.js";
import { FILE } from "../../src/python/tables/local-sources.js";
import { isScript } from "../../src/concepts/reach/script.js";
import { sourceOf, type Source } from "./sql-value-in-text/source.js";
import { statementsIn, type Statement } from "./sql-value-in-text/statements.js";
import type { Filled } from "../../src/concepts/sql/position.js";

/**
 * A value is written into the text of an SQL statement.
 *
 * An apostrophe in a name breaks the statement; a text that is made for it reads or deletes every row of the table. Where a
 * value stands, the database takes a parameter, which can do neither, is quicker, and needs no quotes.
 *
 * @bad
 * ```python
 * def find(cursor, name):
 *     cursor.execute(f"SELECT * FROM birds WHERE name = '{name}'")
 *     return cursor.fetchall()
 * ```
 * @good
 * ```python
 * def find(cursor, name):
 *     cursor.execute("SELECT * FROM birds WHERE name = %s", (name,))
 *     return cursor.fetchall()
 * ```
 * @limits A statement is followed through `+`, `+=`, `%`, `format`, `join`, f-strings, local names and helpers, to what runs it. Where a
 * name stands (a table, a column, `ORDER BY`), which can be no parameter, only what comes over the network is reported; with `--audit`
 * also what callers pass. So is a value without quotes around it that may be a number, one whose quotes the code doubles
 * itself, and what only the environment, the configuration or the command line says. Numbers, times, UUIDs, members of fixed lists, checked texts and
 * what a function for it has quoted are left alone, and so are tests, migrations, and statements that define something, which take
 * no parameters, unless what is written into them comes over the network. It is `critical` where a request reaches the statement, and
 * `low` where a file does, where nothing but callers of which no more is known, or in a script that somebody starts by hand: whoever does
 * that may run any statement anyway. Requests that arrive in a file which nothing of the project imports or starts do not count.
 * @off In tools whose user may run any statement anyway.
 * @see https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries
 * @see https://cwe.mitre.org/data/definitions/89.html
 */
export default rule({
  severity: "high",
  cwe: 89,
  // The text may stand in another file.
  mentions: [...STATEMENT_WORDS, "execute", "executemany", "executescript"],
  *check(module) {
    if (module.isTest || MIGRATIONS.test(module.path)) return;
    for (const statement of statementsIn(module)) {
      const report = reportOf(statement);
      if (report) yield report;
    }
  },
});

/** Whether a value is not known to come from anybody else: callers pass it, or a file does. */
const isOfOwn = (label: string): boolean => label === "" || label === FILE;

interface Judged {
  readonly filled: Filled;
  readonly source: Source;
}

/** The gravest of what is written into a statement. */
function reportOf(statement: Statement): Report | undefined {
  const judged = statement.filled.flatMap((filled): readonly Judged[] => {
    const source = sourceOf(filled, statement);
    return source ? [{ filled, source }] : [];
  });
  const [worst] = judged.sort((a, b) => a.source.rank - b.source.rank);
  return worst && describe(statement, worst);
}

function describe({ call, runs }: Statement, { filled, source }: Judged): Report {
  const { hole, position } = filled;
  const { origin, label, isLikely } = source;
  const place = position === "literal" || position === "value" ? "value" : "name";
  const isFar = origin.at !== hole && label !== "";
  const because = label === "" ? "" : `, and ${label} reaches it${isFar ? ` ([${whereIs(origin.at)}](1))` : ""}`;
  return {
    at: call.node,
    message: `'${quoted(hole)}' is put into the statement where a ${place} stands${because}.`,
    related: [
      ...(isFar ? [{ at: origin.at, message: label }] : []),
      ...(hole.start < call.node.start || hole.end > call.node.end
        ? [{ at: hole, message: "put into the text here" }]
        : []),
      ...(runs ? [{ at: runs, message: "run here" }] : []),
    ],
    flow: label === "" ? [] : [...origin.steps, { at: call.node, message: "run as a statement" }],
    severity: ANYBODY.has(label) ? "critical" : isOfOwn(label) || isScript(call.module) ? "low" : "high",
    ...(isFar && { cause: { at: origin.at, name: label } }),
    likely: isLikely,
  };
}
