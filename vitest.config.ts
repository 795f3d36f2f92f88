import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const migrations = await readD1Migrations(path.join(import.meta.dirname, "migrations"));

// Files named *.worker.test.* run in workerd with real D1 and Durable Objects; all others in plain Node.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/**/*.worker.test.{ts,tsx}", "test/journeys/**"],
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
              },
            },
          }),
        ],
        test: { name: "worker", include: ["test/**/*.worker.test.{ts,tsx}"], setupFiles: ["test/setup.ts"] },
      },
    ],
  },
});
