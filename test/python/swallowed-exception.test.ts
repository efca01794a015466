import assert from "node:assert/strict";
import { describe, it } from "node:test";
import rule from "../../rules/errors/swallowed-exception.js";
import { moduleOf } from "../support/program.js";

/** How grave a handler is that drops the errors of some lines. */
async function severityOf(tried: string, clause = "except Exception:", name = "run"): Promise<string | undefined> {
  const module = await moduleOf(`async def ${name}(it):\n    try:\n        ${tried}\n    ${clause}\n        pass\n`);
  const [report] = rule.check(module);
  return report?.severity;
}

describe("an error that is dropped", () => {
  for (const [tried, clause, name, severity] of [
    ["it.color()", "except Exception:", "run", "low"],
    ["it.lookup()", "except Exception:", "run", "low"],
    ["it.lookup()", "except:", "run", "low"],
    ["it.lookup()", "except BaseException:", "run", "low"],
    ["it.commit()", "except:", "run", "low"],
    ["it.commit()", "except Exception:", "run", "low"],
    ["it.order.commit()", "except:", "run", "medium"],
    ["it.order.commit()", "except Exception:", "run", "medium"],
    ["it.deliver(it)", "except Exception:", "run", "medium"],
    ['it.execute("DELETE FROM shop.payments")', "except Exception:", "run", "medium"],
    ['it.execute("DELETE FROM visits")', "except Exception:", "run", "low"],
    ["it.db.save_order(it)", "except Exception:", "run", "medium"],
    ["_send_event(it)", "except Exception:", "run", "low"],
    [
      "def later():\n            _send_invoice(it)\n        Thread(target=later).start()",
      "except Exception:",
      "run",
      "low",
    ],
    ["def later():\n            _send_invoice(it)\n        it.pool.submit(later)", "except Exception:", "run", "low"],
    [
      "def later():\n            _send_invoice(it)\n        await it.pool.submit(later)",
      "except Exception:",
      "run",
      "medium",
    ],
    ["def later():\n            _send_invoice(it)\n        later()", "except Exception:", "run", "medium"],
    ["_send_invoice(it)", "except Exception:", "run", "medium"],
    ["await it.send_json(1)", "except Exception:", "run", "low"],
    ["it.load()", "except Exception:", "run", "low"],
    ["it.sender()", "except Exception:", "run", "low"],
    ["assert it.ready", "except Exception:", "run", "medium"],
    ["assert it.ready", "except AssertionError:\n        return None\n    except Exception:", "run", "medium"],
    ["it.ping()", "except Exception:", "is_healthy", "medium"],
    ["it.token()", "except Exception:", "authorize", "medium"],
    ["it.name()", "except Exception:", "author", "low"],
    ["it.parse()", "except Exception:", "auth_callback", "low"],
    ["it.resolve()", "except Exception:", "_serve_allowed_roots", "low"],
    ["it.ping()", "except Exception:", "check_session_auth", "medium"],
    ["json.dump(it, it.file)", "except Exception:", "run", "low"],
    ["it.dump_traceback()", "except Exception:", "run", "low"],
    ["it.driver.execute_script(it.text)", "except Exception:", "run", "low"],
    ["it.stdout.write(it)", "except Exception:", "run", "low"],
    ["it.file.write(it)", "except Exception:", "run", "low"],
    ["it.ledger.write(it)", "except Exception:", "run", "medium"],
    ["it.file.write(it)", "except Exception:", "_log_event", "low"],
    ["it.handler.flush()", "except Exception:", "run", "low"],
    ["it.producer.flush()", "except Exception:", "run", "low"],
    ["it.queue.put(it)", "except Exception:", "run", "low"],
    ["it.bucket.put(it)", "except Exception:", "run", "low"],
    ["it.send_alert(it)", "except Exception:", "run", "low"],
    ["it.send_order(it)", "except Exception:", "run", "medium"],
    ["it.publish(it)", "except Exception:", "shutdown", "low"],
    ["it.save(it)", "except Exception:", "shutdown", "low"],
    ["it.order.commit()", "except Exception:", "shutdown", "medium"],
    ['it.text.insert("end", it)', "except Exception:", "run", "low"],
    ["it.orders.insert(it)", "except Exception:", "run", "medium"],
    ["it.order.commit()", "except Exception:  # noqa: BLE001", "run", "low"],
    ["it.order.commit()", "except Exception:  # pylint: disable=broad-except", "run", "low"],
    ["it.order.commit()", "except Exception:  # noqa: F841", "run", "medium"],
  ] as const) {
    it(`is ${severity}: ${tried} in ${name}, ${clause}`, async () => {
      assert.equal(await severityOf(tried, clause, name), severity);
    });
  }

  it("is low where the program has an answer to its own assertion", async () => {
    const answered =
      "def name_of(it):\n    try:\n        assert it.name\n        return it.name\n    except:\n        return None\n";
    const [report] = rule.check(await moduleOf(answered));
    assert.equal(report?.severity, "low");
  });

  it("is only likely where a comment behind the last statement says why", async () => {
    const program = (comment: string, next = ""): string =>
      `def run(it):\n    with it:\n        try:\n            it.lookup()\n        except Exception:\n            pass${comment}\n${next}`;
    const isLikely = async (text: string): Promise<boolean | undefined> => {
      const [report] = rule.check(await moduleOf(text));
      return report?.likely;
    };
    assert.equal(await isLikely(program("  # the table may exist already")), true);
    assert.equal(
      await isLikely(program("  # the table may exist already", "\n    def next(self):\n        return 1\n")),
      true,
    );
    assert.equal((await isLikely(program("  # noqa: BLE001"))) ?? false, false);
    assert.equal(
      (await isLikely(program("", "\n    # the comment of what comes next\n    it.close()\n"))) ?? false,
      false,
    );
  });
});
