import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { scan } from "../../src/engine/scan/scan.js";
import { Repository } from "../../src/files/git.js";
import { check, type Facts } from "../../src/triage/check.js";
import { readClaims } from "../../src/triage/claims.js";
import { readDocument } from "../../src/triage/document.js";
import { findTests } from "../../src/triage/find-tests.js";
import { History } from "./history.js";

/** A function that swallows an error: a finding. */
export const swallowing = (what: string): string =>
  `def run_${what}(deliver_${what}, log):\n    try:\n        deliver_${what}()\n    except Exception:\n        pass\n\n\n`;

const logging = (what: string): string => swallowing(what).replace("pass", `log.exception("no ${what}")`);

const TESTS = [
  "def test_p1_mail_regression():\n    assert run_mail() is None\n",
  "def test_p1_empty_regression():\n    pass\n",
  "class TestPush:\n    def test_push(self):\n        self.assertTrue(run_push())\n",
].join("\n\n");

/** What reports in the tests are about: `mail` is mended, `push` is not. Names of commits stand for numbers in braces. */
export function project(whenDone: (clean: () => void) => void): History {
  const history = new History({ after: whenDone });
  history.commit({ "services/mail.py": swallowing("mail"), "services/push.py": swallowing("push") }); // 0
  history.commit({ "services/mail.py": logging("mail") }); // 1
  history.commit({ "services/push.py": `import log\n${swallowing("push")}`, "tests/test_jobs.py": TESTS }); // 2
  const more = "def test_push_more():\n    assert run_push()\n";
  history.commit({ "tests/test_more.py": `${more}\n\ndef test_push_once():\n    assert run_push(1)\n` }); // 3
  history.commit({ "tests/test_more.py": more }); // 4
  return history;
}

/** A report with the names of commits in the place of their numbers. */
export function named(report: string, { commits }: History): string {
  return report.replace(/\{(\d)\}/g, (_, number: string) => (commits[Number(number)] ?? "").slice(0, 10));
}

/** What is said of reports on one project, with the lines; the project is looked at once. */
export class Checker {
  private constructor(
    private readonly history: History,
    private readonly facts: Facts,
  ) {}

  static async of(history: History): Promise<Checker> {
    const { root } = history;
    const [repository, tests] = [await Repository.around(root), await findTests(root)];
    const { findings } = await scan({ paths: [root] });
    const exists = (file: string): boolean => existsSync(path.join(root, file));
    const read = (file: string): string | undefined =>
      exists(file) ? readFileSync(path.join(root, file), "utf8") : undefined;
    return new Checker(history, {
      repository,
      tests,
      findings,
      exists,
      read,
      ledger: undefined,
      hasWholeHistory: true,
    });
  }

  async untruths(report: string): Promise<string[]> {
    const { untruths: found } = await check(readClaims(await readDocument(named(report, this.history))), this.facts);
    return found.map(({ line, rule }) => `${String(line)} ${rule}`);
  }
}
