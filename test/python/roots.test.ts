import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { projectOf, spell } from "../support/program.js";

/** What a name of the top of a file stands for. */
async function meant(files: Record<string, string>, path: string, name: string): Promise<string> {
  const module = (await projectOf(files)).module(path);
  assert.ok(module);
  return module.project.evaluator.memberOf(module, name).map(spell).join(" | ");
}

describe("a program that is started inside of a package", () => {
  const files = {
    "service/__init__.py": "",
    "service/main.py": "from web.routes import fare\n",
    "service/shared/__init__.py": "from shared import rates\n",
    "service/shared/rates.py": "RATES = 4\n",
    "service/web/__init__.py": "",
    "service/web/types/__init__.py": "class Fare: pass\n",
    "service/web/routes.py":
      "from types import SimpleNamespace\nfrom shared.rates import RATES\nfrom .types import Fare\nimport queue\ndef fare(): return 1\n",
    "service/web/queue.py": "",
  };

  it("finds the packages beside it", async () => {
    assert.equal(await meant(files, "service/main.py", "fare"), "function fare");
    assert.equal(await meant(files, "service/shared/__init__.py", "rates"), "module service/shared/rates.py");
    assert.equal(await meant(files, "service/web/routes.py", "RATES"), "4");
  });

  it("does not take its own files for the standard library", async () => {
    assert.equal(await meant(files, "service/web/routes.py", "SimpleNamespace"), "types.SimpleNamespace");
    assert.equal(await meant(files, "service/web/routes.py", "queue"), "queue");
    assert.equal(await meant(files, "service/web/routes.py", "Fare"), "class Fare");
    const script = { "tools/queue.py": "", "tools/run.py": "import queue\n" };
    assert.equal(await meant(script, "tools/run.py", "queue"), "queue");
  });

  it("means what is around the package first", async () => {
    const others = { ...files, "shared/__init__.py": "", "shared/rates.py": "RATES = 5\n" };
    assert.equal(await meant(others, "service/web/routes.py", "RATES"), "5");
  });
});

describe("two packages of a name", () => {
  const files = {
    "desk/__init__.py": "",
    "desk/main.py": "from database import ROWS\n",
    "desk/database/__init__.py": "ROWS = 1\n",
    "src/database/__init__.py": "ROWS = 2\n",
    "src/job.py": "from database import ROWS\n",
    "run.py": "from database import ROWS\n",
  };

  it("are told apart by who imports: the one beside is nearer than one in another folder's src", async () => {
    assert.equal(await meant(files, "desk/main.py", "ROWS"), "1");
    assert.equal(await meant(files, "src/job.py", "ROWS"), "2");
    assert.equal(await meant(files, "run.py", "ROWS"), "2");
  });
});

describe("distributions beside each other", () => {
  const files = {
    "agents/setup.py": "",
    "agents/live/agents/__init__.py": "from .job import Job\n",
    "agents/live/agents/job.py": "class Job: pass\n",
    "core/pyproject.toml": "",
    "core/src/ledger.py": "LEVEL = 1\n",
    "stray/loose.py": "LEVEL = 2\n",
    "examples/worker.py":
      "from live.agents import Job\nfrom ledger import LEVEL\nfrom loose import LEVEL as other\nimport requests\n",
  };

  it("import from one another", async () => {
    assert.equal(await meant(files, "examples/worker.py", "Job"), "class Job");
    assert.equal(await meant(files, "examples/worker.py", "LEVEL"), "1");
  });

  it("are told by the file that makes them one, and mean nothing where there are several", async () => {
    assert.equal(await meant(files, "examples/worker.py", "other"), "loose.LEVEL");
    assert.equal(await meant(files, "examples/worker.py", "requests"), "requests");
    const twice = { ...files, "copy/setup.cfg": "", "copy/src/ledger.py": "LEVEL = 3\n" };
    assert.equal(await meant(twice, "examples/worker.py", "LEVEL"), "ledger.LEVEL");
  });
});
