// Bundles every view into gancourse/widgets/static/<view>.js; with --check it only says which bundles are not what the
// sources give, with --watch it builds again whenever a source changes.
//
// The first line of a bundle names its sources with their hash and the hash of the rest, so that
// tools/bundles.py can tell without Node whether it is up to date.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "..", "gancourse", "widgets", "static");
const SHARED = ["arrows.js", "dom.js", "parts.js", "buttons.js", "player.js"];
const read = (path) => readFileSync(path, "utf-8").replaceAll("\r\n", "\n");
const hash = (text) => createHash("sha256").update(text, "utf-8").digest("hex");

const views = readdirSync(HERE).filter((name) => name.endsWith(".js") && !SHARED.includes(name));
const options = {
  absWorkingDir: HERE,
  entryPoints: views,
  outdir: STATIC,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
};

// Path → text, as the sources give it.
function stamped({ outputFiles, metafile }) {
  const bundles = new Map();
  for (const { path, text } of outputFiles) {
    const output = Object.entries(metafile.outputs).find(([name]) => basename(name) === basename(path));
    const sources = Object.keys(output[1].inputs).sort();
    const together = hash(sources.map((name) => `${name}\n${read(join(HERE, name))}`).join(""));
    const banner = `// Made by "make js" from course/js: ${sources.join(" ")}; sources ${together}, bundle ${hash(text)}\n`;
    bundles.set(path, banner + text);
  }
  return bundles;
}

function written(path) {
  try {
    return read(path);
  } catch {
    return null;
  }
}

function finish(result, check) {
  const changed = [...stamped(result)].filter(([path, text]) => written(path) !== text);
  for (const [path, text] of changed) {
    if (!check) writeFileSync(path, text);
    console.log(`${basename(path)} ${check ? "is not what course/js gives: run make js" : "is built"}`);
  }
  return changed.length;
}

if (process.argv.includes("--watch")) {
  const again = {
    name: "again",
    setup: (build) => build.onEnd((result) => void (result.errors.length || finish(result))),
  };
  const context = await esbuild.context({ ...options, plugins: [again] });
  await context.watch();
} else {
  const check = process.argv.includes("--check");
  if (finish(await esbuild.build(options), check) && check) process.exitCode = 1;
}
