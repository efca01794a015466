import assert from "node:assert/strict";
import { describe, it } from "node:test";
import unverifiedToken from "../../rules/auth/unverified-token.js";
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

describe("what those who wrote it know", () => {
  it("is low: a token of which a comment says that nothing verifies it", async () => {
    assert.equal(await ofToken("Decode without verification, for the log alone"), "low");
    assert.equal(await ofToken("not verified here"), "low");
    assert.equal(await ofToken("The token says who it is"), "critical");
    assert.equal(await ofToken("The gateway has checked it"), "critical");
  });
});
