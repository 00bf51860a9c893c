// Builds src/ into the files that the integration gives to browsers, always the same bytes
// for the same sources, and writes the licences of what is inside beside them.
// node build.mjs         writes custom_components/psn_trophies/www/
// node build.mjs FOLDER  writes FOLDER
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { gzipAsync } from "@gfx/zopfli";
import { build, transform } from "esbuild";
import * as espree from "espree";
import ts from "typescript";

const CARD = import.meta.dirname;
const FOLDER = resolve(
  process.argv[2] ?? join(CARD, "../custom_components/psn_trophies/www"),
);
/** What every page of Home Assistant loads; all else comes when it is first needed. */
const REGISTERING = "psn-trophies-cards.js";
const LICENCES = "LICENSES.txt";
/** How much of it may travel, in bytes; a test fetches it all from Home Assistant, too. */
const MOST_OF_EVERY_PAGE = 10 * 1024;
const MOST_IN_ALL = 60 * 1024;
/** The least that Home Assistant's own pages are built for, beside `import()`. */
const FLOOR = 2019;

const ON_DEMAND = [
  "profile-card",
  "latest-card",
  "games-card",
  "heatmap-card",
  "strategy",
  "texts/unpack",
];
const LANGUAGES = (await readdir(join(CARD, "src/texts")))
  .map((name) => /^([a-z]{2}(?:-\w+)?)\.ts$/.exec(name)?.[1])
  .filter(Boolean)
  .sort();

/**
 * Make css`` as short as it can be, and line breaks and indents in html`` one space,
 * which is what browsers make of them. What must keep its line breaks (<pre>,
 * white-space: pre) is to be written as ${"\n"}.
 */
async function shortenTemplates(source, fileName) {
  const edits = [];
  const look = (node) => {
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = node.tag.getText();
      const { template } = node;
      if (tag === "css") edits.push([template, shortStyles]);
      else if (["html", "svg"].includes(tag)) {
        const literals = ts.isNoSubstitutionTemplateLiteral(template)
          ? [template]
          : [template.head, ...template.templateSpans.map((s) => s.literal)];
        edits.push(...literals.map((literal) => [literal, shortMarkup]));
      }
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true));
  let text = source;
  // From the last to the first, so that the places of the others stay right.
  edits.sort(([one], [other]) => other.getStart() - one.getStart());
  for (const [literal, shorten] of edits) {
    const [start, end] = [literal.getStart(), literal.getEnd()];
    const short = await shorten(text.slice(start, end));
    text = text.slice(0, start) + short + text.slice(end);
  }
  return text;
}

const shortMarkup = (literal) =>
  literal.replace(/(?<!\\)[ \t\r]*\n[ \t\r\n]*/g, " ");

async function shortStyles(literal) {
  const { code } = await transform(literal.slice(1, -1), {
    loader: "css",
    minify: true,
    // Tablets whose browser is not renewed any more want prefixes.
    target: ["es2022", "chrome111"],
    logLevel: "error",
  });
  return `\`${code.trim()}\``;
}

const shorten = {
  name: "shorten-templates",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]card[/\\]src[/\\].*\.ts$/ }, async ({ path }) => ({
      contents: await shortenTemplates(await readFile(path, "utf8"), path),
      loader: "ts",
    }));
  },
};

const { KEYS } = await importSource("texts/keys");
const { pack } = await importSource("texts/pack");

/** Return what a source has for the build itself. */
async function importSource(name) {
  const { outputFiles } = await build({
    entryPoints: [join(CARD, "src", `${name}.ts`)],
    bundle: true,
    format: "esm",
    write: false,
  });
  const code = encodeURIComponent(outputFiles[0].text);
  return import(`data:text/javascript,${code}`);
}

/** Of a language, leave out what every page has already, and what all have alike. */
const laterTexts = {
  name: "later-texts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^texts:/ }, ({ path }) => ({
      path: path.slice("texts:".length),
      namespace: "texts",
    }));
    onLoad({ filter: /.*/, namespace: "texts" }, async ({ path }) => {
      const { texts } = await importSource(`texts/${path}`);
      const lines = JSON.stringify(pack(texts, KEYS));
      return { contents: `export const texts = ${lines};` };
    });
    onLoad({ filter: /[/\\]texts[/\\]keys\.ts$/ }, () => ({
      contents: `export const KEYS = ${JSON.stringify(KEYS)};`,
    }));
  },
};

/** What the file of every page has in itself, and runs when it is asked for. */
const INSIDE = "index";

/** Let `import()` fetch the files that were built before. */
const fetched = (files) => ({
  name: "fetched",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) => {
      if (kind !== "dynamic-import" || basename(path) === INSIDE)
        return undefined;
      const file = files.get(basename(path));
      if (!file) throw new Error(`${path} is not built on its own`);
      return { path: `./${file}`, external: true };
    });
  },
});

const shared = {
  absWorkingDir: CARD,
  // The same names, and so the same bytes, also where node_modules is a link.
  preserveSymlinks: true,
  outdir: FOLDER,
  write: false,
  metafile: true,
  bundle: true,
  format: "esm",
  target: `es${FLOOR}`,
  supported: { "dynamic-import": true, "import-meta": true },
  charset: "utf8",
  minify: true,
  sourcemap: false,
  legalComments: "none",
};

const later = await build({
  ...shared,
  entryPoints: [
    ...ON_DEMAND.map((name) => ({ in: `src/${name}.ts`, out: basename(name) })),
    ...LANGUAGES.map((name) => ({ in: `texts:${name}`, out: name })),
  ],
  entryNames: "psn-trophies-[name]-[hash]",
  chunkNames: "psn-trophies-[name]-[hash]",
  splitting: true,
  plugins: [laterTexts, shorten],
});

/** The file of each source that is fetched when it is first needed. */
const files = new Map(
  Object.entries(later.metafile.outputs).flatMap(([output, { entryPoint }]) =>
    entryPoint
      ? [[basename(entryPoint, ".ts").replace(/^texts:/, ""), basename(output)]]
      : [],
  ),
);
const first = await build({
  ...shared,
  entryPoints: [{ in: "src/entry.ts", out: basename(REGISTERING, ".js") }],
  banner: {
    js: `/*! Cards of PlayStation Trophies (MIT), with Lit, Copyright Google LLC (BSD-3-Clause): ${LICENCES} */`,
  },
  plugins: [fetched(files), shorten],
});

/** Refuse what the oldest browsers of Home Assistant's own pages cannot read. */
function checkSyntax(name, text) {
  // Both came to browsers long before the rest of their year.
  const plain = text
    .replace(/\bimport\(/g, "_mport(")
    .replace(/\bimport\.meta\b/g, "_mport.meta");
  try {
    espree.parse(plain, { ecmaVersion: FLOOR, sourceType: "module" });
  } catch (error) {
    throw new Error(`${name} is not ES${FLOOR}: ${error.message}`, {
      cause: error,
    });
  }
}

const outputs = [...first.outputFiles, ...later.outputFiles];
let total = 0;
/** What travels: as short as gzip can be, which takes a while and so is done here. */
const packed = new Map();
const limit = (what, bytes, most) => {
  if (bytes <= most) return;
  console.error(`${what}: ${bytes} of ${most} bytes`);
  process.exit(1);
};
for (const { path, contents, text } of outputs) {
  checkSyntax(basename(path), text);
  const bytes = await gzipAsync(contents, { numiterations: 100 });
  packed.set(`${path}.gz`, bytes);
  const gzipped = bytes.length;
  total += gzipped;
  if (basename(path) === REGISTERING)
    limit(REGISTERING, gzipped, MOST_OF_EVERY_PAGE);
  console.log(
    `${basename(path)}: ${contents.length} bytes, ${gzipped} gzipped`,
  );
}
console.log(`Together: ${total} gzipped`);
limit("Together", total, MOST_IN_ALL);

// Each licence once, under the names of the packages that have it.
const packages = new Set(
  [first, later]
    .flatMap(({ metafile }) => Object.keys(metafile.inputs))
    .flatMap(
      (input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
    ),
);
const licences = new Map();
for (const name of [...packages].sort()) {
  const file = join(CARD, "node_modules", name, "LICENSE");
  const text = (await readFile(file, "utf8")).trim();
  licences.set(text, [...(licences.get(text) ?? []), name]);
}
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
for (const [path, bytes] of packed) await writeFile(path, bytes);
await writeFile(
  join(FOLDER, LICENCES),
  [...licences]
    .map(
      ([text, names]) => `The cards contain ${names.join(", ")}:\n\n${text}\n`,
    )
    .join("\n"),
);
