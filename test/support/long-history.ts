import type { TestContext } from "node:test";
import { History } from "./history.js";

/** A line of code each, so that histories have something to change. */
function padding(count: number, from = 0): string {
  return Array.from(
    { length: count },
    (_, index) => `step_${String(from + index)} = prepare(${String(from + index)})\n`,
  ).join("");
}

/** A bug of medium severity: `errors/swallowed-exception`. */
function swallowing(what: string): string {
  return `def run_${what}(deliver_${what}):\n    try:\n        deliver_${what}()\n    except Exception:\n        pass\n\n\n`;
}

function logging(what: string): string {
  return `def run_${what}(deliver_${what}, log):\n    try:\n        deliver_${what}()\n    except Exception:\n        log.exception("no ${what}")\n\n\n`;
}

/** A critical bug: `deserialize/untrusted-pickle`. */
function unpickling(socket = "socket"): string {
  return `import pickle\nimport zmq\n\n\ndef serve():\n    ${socket} = zmq.Context().socket(zmq.REP)\n    ${socket}.bind("tcp://*:5555")\n    return pickle.loads(${socket}.recv())\n`;
}

/** A history of more than fifty commits, in which bugs come and go in every way; what each of them does is its number. */
export function longHistory(t: TestContext): History {
  const history = new History(t);
  const commitNoise = (count: number): void => {
    for (let n = 0; n < count; n++) history.commit({ "notes.txt": `${String(history.commits.length)}\n` });
  };
  history.commit({ "README.md": "A service\n", "jobs.py": padding(3) }); // 0
  history.commit({ "jobs.py": padding(3) + swallowing("mail") }); // 1: the first bug
  commitNoise(5); // 2 to 6
  history.commit({ "jobs.py": padding(9) + swallowing("mail") }); // 7: it moves down
  history.commit({ "server.py": unpickling() }); // 8: the second
  history.commit({ "server.py": logging("server") }); // 9: mended within a day
  history.commit({ "README.md": "A better service\n" }); // 10
  history.wait(24 * 10);
  history.commit({ "jobs.py": padding(9) + logging("mail") }); // 11: mended too late
  commitNoise(8); // 12 to 19
  history.commit({ "server.py": unpickling() }); // 20: the second is back
  history.move("server.py", "services/gateway.py");
  history.commit({ "services/__init__.py": "" }); // 21: and renamed
  history.commit({ "services/gateway.py": unpickling("channel") }); // 22: edited, not mended
  history.branch("feature");
  history.commit({ "feature.py": swallowing("push") }); // 23: the third, on a branch
  history.commit({ "feature.py": swallowing("push") + padding(2) }); // 24
  history.branch("main");
  history.commit({ "other.py": swallowing("pull") }); // 25: the fourth
  commitNoise(4); // 26 to 29
  history.merge("feature"); // 30
  history.branch("mending");
  history.commit({ "other.py": logging("pull") }); // 31: mended on a branch
  history.branch("main");
  commitNoise(3); // 32 to 34
  history.merge("mending"); // 35
  history.commit({ "feature.py": undefined }); // 36: the third goes with its file
  history.commit({ "jobs.py": padding(9) + logging("mail") + swallowing("audit") }); // 37: the fifth
  const reason = "# scarlint: ignore[errors/swallowed-exception] -- best effort";
  history.commit({
    "jobs.py":
      padding(9) + logging("mail") + swallowing("audit").replace("except Exception:", `except Exception:  ${reason}`),
  }); // 38: accepted
  history.commit({ "broken.py": swallowing("clock") }); // 39: the sixth
  history.commit({ "broken.py": `def (:\n${swallowing("clock")}` }); // 40: cannot be seen
  history.commit({ "broken.py": swallowing("clock") }); // 41: there all the time
  commitNoise(10); // 42 to 51
  return history;
}
