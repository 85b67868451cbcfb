// Bundles the browser side into ../static/build. `--watch` keeps rebuilding.
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, "..", "static", "build");
const watch = process.argv.includes("--watch");

const options = {
  absWorkingDir: here,
  // One script and one style sheet per page family; everything else is imported by these.
  entryPoints: [
    { in: "src/site.js", out: "site" },
    { in: "src/practice.js", out: "practice" },
    { in: "src/interviews.js", out: "interviews" },
    { in: "src/room.js", out: "room" },
    { in: "src/live.js", out: "live" },
    { in: "src/together.js", out: "together" },
    { in: "src/studio.js", out: "studio" },
    { in: "src/marking.js", out: "marking" },
    { in: "css/site.css", out: "site" },
    { in: "css/practice.css", out: "practice" },
    { in: "css/interviews.css", out: "interviews" },
    { in: "css/live.css", out: "live" },
    { in: "css/together.css", out: "together" },
    { in: "css/studio.css", out: "studio" },
    { in: "css/teaching.css", out: "teaching" },
    { in: "css/insight.css", out: "insight" },
  ],
  outdir,
  bundle: true,
  minify: !watch,
  sourcemap: "linked",
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  legalComments: "linked",
  logLevel: watch ? "info" : "warning",
};

if (watch) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await rm(outdir, { recursive: true, force: true });
  // It has printed what is wrong by then; a stack trace of the bundler would bury that.
  const { warnings } = await esbuild.build(options).catch(() => process.exit(1));
  // Browsers leave out what they do not understand of a style sheet, and say nothing.
  if (warnings.length) process.exit(1);
}
