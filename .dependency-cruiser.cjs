// The house: code imports only what stands below it, and rooms on one floor never import each other.
//   worker.ts
//   web · api · webhooks · sandbox  reach the engine only through sync/stub.ts and the types beside it
//   sync · auth                     only sync calls Mirakl and Sendcloud
//   mirakl · sendcloud · db · i18n
//   domain · lib                    domain imports nothing at all
module.exports = {
  forbidden: [
    {
      name: "domain-imports-nothing",
      severity: "error",
      comment: "The rules of orders, parcels and refunds must run anywhere.",
      from: { path: "^src/domain/" },
      to: { pathNot: "^src/domain/" },
    },
    {
      name: "lib-knows-no-room",
      severity: "error",
      comment: "lib holds what could be an npm package.",
      from: { path: "^src/lib/" },
      to: { path: "^src/", pathNot: "^src/lib/" },
    },
    {
      name: "adapters-are-strangers",
      severity: "error",
      comment: "mirakl, sendcloud, db and i18n speak domain and lib, never each other.",
      from: { path: "^src/(mirakl|sendcloud|db|i18n)/" },
      to: { path: "^src/", pathNot: ["^src/(domain|lib)/", "^src/$1/"] },
    },
    {
      name: "edges-are-strangers",
      severity: "error",
      comment: "web, api and webhooks reach the engine through its one door.",
      from: { path: "^src/(web|api|webhooks)/" },
      to: {
        path: "^src/(web|api|webhooks|sync|sandbox)/",
        pathNot: ["^src/$1/", "^src/sync/stub(-answers|-orders|-stores)?\\.ts$"],
      },
    },
    {
      name: "only-the-engine-calls-out",
      severity: "error",
      comment: "A page never talks to a vendor; it asks the store's object.",
      from: { path: "^src/(web|api|auth|webhooks)/" },
      to: { path: "^src/(mirakl|sendcloud)/", pathNot: "^src/sendcloud/wire\\.ts$" },
    },
    {
      name: "engine-knows-no-pages",
      severity: "error",
      comment: "The engine and sign-in stand below the pages.",
      from: { path: "^src/(sync|auth)/" },
      to: { path: "^src/(web|api|webhooks|sandbox)/" },
    },
    {
      name: "engine-and-sign-in-are-strangers",
      severity: "error",
      comment: "Rooms on one floor never import each other.",
      from: { path: "^src/(sync|auth)/" },
      to: { path: "^src/(sync|auth)/", pathNot: "^src/$1/" },
    },
    {
      name: "sandbox-stands-apart",
      severity: "error",
      comment: "The sandbox is the outside world: it shares no code with our clients, pages or engine but the door.",
      from: { path: "^src/sandbox/", pathNot: "^src/sandbox/seed\\.ts$" },
      to: {
        path: "^src/(mirakl|sendcloud|web|api|webhooks|auth|sync|db)/",
        pathNot: ["^src/sync/stub(-answers|-orders|-stores)?\\.ts$"],
      },
    },
    {
      name: "the-demo-writes-rows",
      severity: "error",
      comment: "The demo's seed makes a workspace as a person would: through db and the objects' door, nothing else.",
      from: { path: "^src/sandbox/seed\\.ts$" },
      to: {
        path: "^src/(mirakl|sendcloud|web|api|webhooks|auth|sync)/",
        pathNot: ["^src/sync/stub(-answers|-orders|-stores)?\\.ts$"],
      },
    },
    {
      name: "tables-stay-in-db",
      severity: "error",
      comment: "Nobody outside db writes a query on D1.",
      from: { path: "^src/", pathNot: "^src/db/" },
      to: { path: ["^src/db/schema\\.ts$", "(^|/)node_modules/drizzle-orm/"] },
    },
    {
      name: "html-stays-at-the-edge",
      severity: "error",
      comment: "Hono is for what answers requests.",
      from: { path: "^src/", pathNot: "^src/(web|api|webhooks|auth|sandbox|worker)" },
      to: { path: "(^|/)node_modules/hono/" },
    },
    {
      name: "nobody-imports-the-root",
      severity: "error",
      comment: "worker.ts is the only wiring.",
      from: {},
      to: { path: "^src/worker\\.ts$" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "A circle has no floor.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-dead-files",
      severity: "error",
      comment: "A file nobody imports is a file nobody runs.",
      from: { orphan: true, pathNot: ["\\.d\\.ts$", "^src/worker\\.ts$"] },
      to: {},
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
