// Copies the pinned browser files into public/, so that a page loads nothing from elsewhere.
//   node scripts/vendor.mjs           writes them
//   node scripts/vendor.mjs --check   says which differ, exit 1
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");
const ICONS = [
  ...["alert-triangle", "arrow-left", "arrow-right", "bell", "box", "calendar", "check", "circle-check", "circle-x"],
  ...[
    "clock",
    "copy",
    "download",
    "euro",
    "external-link",
    "file-text",
    "home",
    "info",
    "key",
    "link",
    "list",
    "log-out",
  ],
  ...[
    "map-pin",
    "package",
    "pause",
    "pencil",
    "play",
    "plug",
    "printer",
    "refresh-cw",
    "rotate-ccw",
    "search",
    "settings",
  ],
  ...["shopping-cart", "store", "tag", "truck", "upload", "user", "users", "x"],
];

const wanted = vendoredFiles();
const stale = [...wanted].filter(([file, text]) => !existsSync(at(file)) || readFileSync(at(file), "utf8") !== text);
const leftover = readdirSync(path.join(ROOT, "public/vendor"), { withFileTypes: true })
  .map((entry) => `public/vendor/${entry.name}`)
  .filter((file) => !wanted.has(file));

if (process.argv.includes("--check")) reportDifferences();
else writeAll();

function vendoredFiles() {
  const htmx = versionOf("htmx.org");
  const oat = versionOf("@knadh/oat");
  return new Map([
    [`public/vendor/htmx-${htmx}.min.js`, dependency("htmx.org/dist/htmx.min.js")],
    ["public/vendor/htmx.LICENSE", dependency("htmx.org/LICENSE")],
    [`public/vendor/oat-${oat}.min.css`, dependency("@knadh/oat/oat.min.css")],
    [`public/vendor/oat-${oat}.min.js`, dependency("@knadh/oat/oat.min.js")],
    ["public/vendor/oat.LICENSE", dependency("@knadh/oat/LICENSE")],
    ["public/vendor/lucide.LICENSE", dependency("lucide-static/LICENSE")],
    ["public/icons.svg", iconSprite()],
  ]);
}

function iconSprite() {
  const symbols = ICONS.map((name) => {
    const svg = dependency(`lucide-static/icons/${name}.svg`);
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes.replace(/\n\s*/g, "")}</symbol>`;
  });
  const licence = `<!-- lucide-static ${versionOf("lucide-static")}, ISC: see vendor/lucide.LICENSE -->`;
  return `${licence}\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

function reportDifferences() {
  for (const [file] of stale) console.error(`${file} differs from its package`);
  for (const file of leftover) console.error(`${file} belongs to no pinned package`);
  if (stale.length + leftover.length > 0) {
    console.error("Run: npm run vendor");
    process.exitCode = 1;
  }
}

function writeAll() {
  mkdirSync(path.join(ROOT, "public/vendor"), { recursive: true });
  for (const file of leftover) rmSync(at(file));
  for (const [file, text] of stale) writeFileSync(at(file), text);
  console.log(`${wanted.size} files vendored, ${stale.length} written, ${leftover.length} removed`);
}

function dependency(file) {
  return readFileSync(path.join(ROOT, "node_modules", file), "utf8");
}

function versionOf(name) {
  return JSON.parse(dependency(`${name}/package.json`)).version;
}

function at(file) {
  return path.join(ROOT, file);
}
