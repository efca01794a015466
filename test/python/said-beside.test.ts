import assert from "node:assert/strict";
import { describe, it } from "node:test";
import unverifiedToken from "../../rules/auth/unverified-token.js";
import evalOfConfig from "../../rules/inject/eval-of-config.js";
import { moduleOf } from "../support/program.js";

/** How grave a token is that nothing verifies, with a comment above. */
async function ofToken(comment: string): Promise<string> {
  const module = await moduleOf(`import jwt
from fastapi import Request


def who(request: Request):
    token = request.headers.get("authorization")
    # ${comment}
    claims = jwt.decode(token, options={"verify_signature": False})
    return claims["sub"]
`);
  const [report] = unverifiedToken.check(module);
  return report ? (report.severity ?? unverifiedToken.severity) : "silent";
}

/** How grave a command is that runs code, with a decorator. */
async function ofCommand(decorator: string, name = "eval"): Promise<string> {
  const module = await moduleOf(`from discord.ext import commands


@${decorator}
async def ${name}(context, code: str):
    exec(code, {})
`);
  const [report] = evalOfConfig.check(module);
  return report ? (report.severity ?? evalOfConfig.severity) : "silent";
}

describe("what those who wrote it know", () => {
  it("is low: a token of which a comment says that nothing verifies it", async () => {
    assert.equal(await ofToken("Decode without verification, for the log alone"), "low");
    assert.equal(await ofToken("not verified here"), "low");
    assert.equal(await ofToken("The token says who it is"), "critical");
    assert.equal(await ofToken("The gateway has checked it"), "critical");
  });

  it("is low: a command called for running code, for those whom a decorator admits", async () => {
    assert.equal(await ofCommand("commands.is_owner()"), "low");
    assert.equal(await ofCommand("commands.has_any_role('admin')"), "low");
    assert.equal(await ofCommand("commands.command()"), "high");
    assert.equal(await ofCommand("commands.is_owner()", "greet"), "high");
  });
});
