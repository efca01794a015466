import assert from "node:assert/strict";
import { test } from "node:test";
import { isList, isMapping, type Plain } from "../../src/concepts/settings/constant.js";
import { runsUnconfigured, settingName, unconfigured } from "../../src/concepts/settings/defaults.js";
import { moduleOf } from "../support/program.js";

/** What the argument of each `show(…)` of a program is, one line a call. */
async function shown(main: string, others: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const module = await moduleOf(main, others);
  return module.callsNamed("show").map((call) => {
    const [argument] = call.positional;
    return argument
      ? unconfigured(argument)
          .map(({ value }) => spell(value))
          .join(" | ") || "never"
      : "";
  });
}

function spell(value: Plain | undefined): string {
  if (value === undefined) return "?";
  if (isList(value)) return `[${value.map(spell).join(", ")}]`;
  if (isMapping(value)) return `{${[...value].map(([key, item]) => `${key}: ${spell(item)}`).join(", ")}}`;
  return value === null ? "None" : JSON.stringify(value);
}

test("the environment is empty", async () => {
  const main = `
import os
from os import environ
show(os.getenv("A"))
show(environ.get("A", "b"))
show(os.environ["A"])
show(os.getenv("A", "").strip() or None)
show(os.getenv("ENV", "Development").lower() == "production")
show([part.strip() for part in os.getenv("A", "x, y").split(",") if part])
show("yes" if os.getenv("A") else "no")
`;
  const expected = ["None", '"b"', "never", "None", "false", '["x", "y"]', '"no"'];
  assert.deepEqual(await shown(main), expected);
});

test("what a file cannot be imported without is configured", async () => {
  const main = `
import os
import sys
PORT = os.getenv("PORT")
if not PORT:
    raise ValueError("PORT is missing")
HOST = os.getenv("HOST")
if HOST is None:
    sys.exit("HOST is missing")
show(os.getenv("A", "b"))
def key():
    found = os.getenv("KEY")
    if not found:
        raise ValueError("KEY is missing")
    return found
show(key())
`;
  assert.deepEqual(await shown(main), ['"b"', "never"]);
});

test("settings have their defaults, and those without one are required", async () => {
  const settings = `
from functools import lru_cache
from pydantic import Field
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    key: str = ""
    needed: str
    also_needed: str = Field(...)
    origins: list = Field(default_factory=lambda: ["*"])
@lru_cache
def get_settings():
    return Settings()
settings = Settings()
`;
  const main = `
from fastapi import Depends
from settings import get_settings, settings
show(settings.key)
show(settings.needed)
show(get_settings().also_needed)
def read(config=Depends(get_settings)):
    show(config.origins)
`;
  assert.deepEqual(await shown(main, { "settings.py": settings }), ['""', "never", "never", '["*"]']);
});

test("a later assignment counts when control gets to it", async () => {
  const main = `
import os, secrets
KEY = os.getenv("KEY")
if not KEY:
    KEY = secrets.token_hex()
MODE = "open"
if os.getenv("STRICT"):
    MODE = "closed"
def use(given=None):
    if given is None:
        given = "fallback"
    show(given)
show(KEY)
show(MODE)
`;
  assert.deepEqual(await shown(main), ['"fallback"', "never", '"open"']);
});

test("callers decide over parameters, and attributes are what the constructor was given", async () => {
  const main = `
import os
class Guard:
    def __init__(self, app, key=None):
        self.key = key
        self.on = bool(key)
    def check(self):
        show(self.key)
        show(self.on)
def flag(name, default="false"):
    return os.getenv(name, default).lower() in ("1", "true")
app.add_middleware(Guard, key=os.getenv("KEY", "k"))
show(flag("A"))
show(flag("A", "true"))
`;
  assert.deepEqual(await shown(main), ['"k"', "true", "false", "true"]);
});

test("what is in a circle is not known", async () => {
  const others = { "a.py": "from b import x\ny = x\n", "b.py": "from a import y\nx = y\n" };
  assert.deepEqual(await shown("from a import y\ndef f(n):\n    return f(n)\nshow(y)\nshow(f(1))\n", others), [
    "?",
    "?",
  ]);
});

test("what only runs when it is configured does not run", async () => {
  const module = await moduleOf(`
import os
DEBUG = os.getenv("DEBUG", "0") == "1"
def start():
    if not DEBUG:
        return
    show(1)
show(2)
`);
  assert.deepEqual(
    module.callsNamed("show").map((call) => runsUnconfigured(call.node)),
    [false, true],
  );
});

test("a setting is called what an operator calls it", async () => {
  const module = await moduleOf(`
import os
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    api_key: str = ""
settings = Settings()
show(settings.api_key)
show(os.getenv("API_KEY"))
`);
  const names = module.callsNamed("show").flatMap(({ positional }) => positional.flatMap((each) => unconfigured(each)));
  assert.deepEqual(
    names.flatMap(({ reads }) => reads.map(settingName)),
    ["api_key", "API_KEY"],
  );
});

test("an answer does not depend on what was asked before it", async () => {
  const main = `
import os
from other import other, LIMIT
mode = None
while mode is None:
    mode = other or mode or os.getenv("MODE", "open")
if mode == "strict":
    other = "shut"
KEY = os.getenv("KEY") or mode
def pick(given=KEY):
    while given:
        given = pick(given) or given or other
        show(given)
    return given
class Guard:
    def __init__(self, key=KEY):
        self.key = key
        self.key = self.key or pick(self.key) or mode
    def renew(self):
        self.key = self.key or "again"
show(Guard().key)
show(pick())
show(KEY)
show(other)
show(LIMIT)
`;
  const others = { "other.py": "from main import mode, KEY\nother = mode\nLIMIT = KEY or mode\n" };
  const count = (await shown(main, others)).length;
  const orders = [...Array(count).keys()].map((first) => [...Array(count).keys()].map((n) => (n * 5 + first) % count));
  const spelled = new Set<string>();
  for (const order of [...orders, ...orders.map((each) => [...each].reverse())]) {
    const calls = (await moduleOf(main, others)).callsNamed("show");
    const found = new Map<number, string>();
    for (const index of order) {
      const argument = calls[index]?.positional[0];
      assert.ok(argument);
      runsUnconfigured(argument);
      const values = unconfigured(argument).map(({ value }) => spell(value));
      found.set(index, values.sort().join(" | "));
    }
    spelled.add(JSON.stringify([...found].sort(([a], [b]) => a - b)));
  }
  assert.equal(spelled.size, 1, [...spelled].join("\n"));
});
