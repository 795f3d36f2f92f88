// npm run login-link -- EMAIL [--remote] [--origin https://…]
// Prints an address that signs this person in once, within 15 minutes. On the local database unless --remote.
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import path from "node:path";
import { parseArgs } from "node:util";
import { node22, toolEnv } from "./node.mjs";

const ROOT = path.join(import.meta.dirname, "..");
const WRANGLER = path.join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const LASTS_MS = 15 * 60_000;
const EMAIL = /^[^\s'"@;]+@[^\s'"@;]+$/;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { remote: { type: "boolean" }, origin: { type: "string" } },
});
const [email] = positionals;
if (!email || !EMAIL.test(email))
  fail("usage: npm run login-link -- EMAIL [--remote --origin https://passerelle.example]");
const origin = values.origin ?? "http://127.0.0.1:8787";
const token = randomBytes(32).toString("base64url");
const hash = createHash("sha256").update(token).digest("hex");
// The token never reaches the database, only its hash; the e-mail has passed the pattern above.
const statement = `INSERT INTO login_links (token_hash, person_id, workspace_id, expires_at)
  SELECT '${hash}', p.id, m.workspace_id, ${Date.now() + LASTS_MS} FROM people p
    JOIN memberships m ON m.person_id = p.id WHERE p.email = '${email}' LIMIT 1 RETURNING person_id`;
const place = values.remote ? ["--remote"] : ["--local", "--persist-to", path.join(ROOT, ".data")];
const run = spawnSync(node22(), [WRANGLER, "d1", "execute", "DB", ...place, "--json", "--command", statement], {
  cwd: ROOT,
  env: toolEnv(),
  encoding: "utf8",
});
if (run.status !== 0) fail(`The database did not take the link: ${(run.stderr || run.stdout).trim().split("\n")[0]}`);
const rows = JSON.parse(run.stdout)[0]?.results ?? [];
if (rows.length === 0) fail(`Nobody here has the e-mail ${email}.`);
console.log(`${origin}/enter?token=${token}`);

function fail(words) {
  console.error(words);
  process.exit(1);
}
