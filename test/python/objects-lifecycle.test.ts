import assert from "node:assert/strict";
import { test } from "node:test";
import unknownMember from "../../rules/objects/unknown-member.js";
import { construction, reachedFrom, speaksOf } from "../../src/concepts/objects/lifecycle.js";
import { fillingOf } from "../../src/concepts/objects/readiness.js";
import { moduleOf } from "../support/program.js";

const SESSION = `
class Base:
    def __init__(self):
        self.prepare()

    def prepare(self):
        self.ready = False


class Session(Base):
    def __init__(self):
        super().__init__()
        self.sock = None
        run(self.watch)

    def prepare(self):
        super().prepare()

    def watch(self):
        self.log()

    def log(self):
        return self.ready

    def connect(self):
        self.sock = dial()
        self.is_open = True

    def close(self):
        self.sock.close()
`;

test("what making an object runs or hands on, through bases and overrides", async () => {
  const module = await moduleOf(SESSION);
  const [, session] = module.classes;
  assert(session);
  const names = [...construction(session)].map(({ qualifiedName }) => qualifiedName).sort();
  assert.deepEqual(names, [
    "Base.__init__",
    "Base.prepare",
    "Session.__init__",
    "Session.log",
    "Session.prepare",
    "Session.watch",
  ]);
});

test("what a method says of its object, through what it runs", async () => {
  const [, session] = (await moduleOf(SESSION)).classes;
  const watch = session?.method("watch");
  assert(session && watch);
  assert.deepEqual(
    [...(reachedFrom(session, watch) ?? [])].map(({ name }) => name),
    ["watch", "log"],
  );
  assert.equal(speaksOf(session, watch, new Set(["ready"])), true);
  assert.equal(speaksOf(session, watch, new Set(["sock"])), false);
});

test("how an attribute is filled, and what is set beside it", async () => {
  const [, session] = (await moduleOf(SESSION)).classes;
  assert(session);
  const filled = session.storesNamed("sock").filter(({ from }) => from?.kind !== "none");
  const filling = fillingOf(session, "sock", filled);
  assert.deepEqual(
    [...(filling?.fillers ?? [])].map(({ name }) => name),
    ["connect"],
  );
  assert.deepEqual([...(filling?.flags ?? [])].sort(), ["is_open", "sock"]);
  // A constructor fills it.
  assert.equal(fillingOf(session, "sock", session.storesNamed("sock")), undefined);
});

async function fixesIn(program: string): Promise<readonly (string | undefined)[]> {
  const module = await moduleOf(program);
  return [...unknownMember.check(module)].map(({ fix }) => fix?.description);
}

test("a misspelt name is mended by one that holds what is read", async () => {
  const program = `
class Handler:
    def __init__(self, owner):
        self._platforms = [owner]

    def count(self):
        return len(self.platforms)
`;
  assert.deepEqual(await fixesIn(program), ["Read '_platforms'"]);
});

test("no fix makes a property ask itself", async () => {
  const program = `
class Handler:
    def __init__(self, owner):
        self.owner = owner

    @property
    def platforms(self):
        return self._platforms
`;
  assert.deepEqual(await fixesIn(program), [undefined]);
});

test("no fix calls what cannot be called, or takes a method for a value", async () => {
  const called = `
class Client:
    def __init__(self):
        self._devices = None

    def device(self, index):
        if not self._devices:
            self.devices()
        return self._devices[index]
`;
  const taken = `
class Client:
    def __init__(self):
        self.found = []

    def _devices(self):
        return self.found

    def count(self):
        return len(self.devices)
`;
  assert.deepEqual(await fixesIn(called), [undefined]);
  assert.deepEqual(await fixesIn(taken), [undefined]);
});
