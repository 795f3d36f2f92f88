import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

// Tracing for a dashboard that no test opens: with it each call of an object is slower than the one before.
process.env.X_LOCAL_OBSERVABILITY ??= "false";
const migrations = await readD1Migrations(path.join(import.meta.dirname, "migrations"));

// Packages of many modules, each by the name it is imported by: the test platform fetches module after module.
const BUNDLED = [
  "@simplewebauthn/server",
  "@cantoo/pdf-lib",
  "bwip-js/generic",
  "drizzle-orm",
  "drizzle-orm/d1",
  "drizzle-orm/sqlite-core",
  "intl-messageformat",
  "libphonenumber-js/min",
  "zod",
];

// Files named *.worker.test.* run in workerd with real D1 and Durable Objects; all others in plain Node.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/**/*.worker.test.{ts,tsx}", "test/journeys/**"],
          // No test touches a global or a module's own state, so files may share what one of them has imported.
          isolate: false,
          // Engine tests walk days of virtual time: a loaded machine needs more than the default five seconds.
          testTimeout: 20_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                MIGRATIONS: migrations,
                SANDBOX: "on",
                MASTER_KEY: "dGVzdC1rZXktb2YtMzItYnl0ZXMtZm9yLXRlc3RzISE=",
                SETUP_TOKEN: "setup-token-of-the-tests",
              },
            },
          }),
        ],
        // One workerd loads the app once; test/setup.ts empties its storage before each file.
        test: {
          name: "worker",
          include: ["test/**/*.worker.test.{ts,tsx}"],
          setupFiles: ["test/setup.ts"],
          deps: { optimizer: { ssr: { enabled: true, include: BUNDLED } } },
          isolate: false,
          maxWorkers: 1,
          // After the others: projects with other numbers of workers may not share their turn.
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
