import { applyD1Migrations, type D1Migration, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

const { DB, MIGRATIONS } = env as typeof env & { MIGRATIONS: D1Migration[] };

// Each file starts with an empty database and no object.
await reset();
await applyD1Migrations(DB, MIGRATIONS);
