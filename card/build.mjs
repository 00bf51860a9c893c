// Builds src/index.ts and all it uses into one file of the integration, always the same
// bytes for the same sources, and writes the licences of what is inside beside it.
// node build.mjs         writes custom_components/psn_trophies/www/psn-trophies-cards.js
// node build.mjs OUTPUT  writes OUTPUT
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { constants, gzipSync } from "node:zlib";

import { build, transform } from "esbuild";
import ts from "typescript";

const CARD = import.meta.dirname;
const BUNDLE = "custom_components/psn_trophies/www/psn-trophies-cards.js";
const LICENCES = "LICENSES.txt";
const MOST_GZIPPED = 30 * 1024;

const output = process.argv[2]
  ? resolve(process.argv[2])
  : resolve(CARD, "..", BUNDLE);

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
    target: "es2022",
    logLevel: "error",
  });
  return `\`${code.trim()}\``;
}

const result = await build({
  absWorkingDir: CARD,
  entryPoints: ["src/index.ts"],
  outfile: output,
  write: false,
  metafile: true,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  minify: true,
  sourcemap: false,
  legalComments: "none",
  banner: {
    js: `/*! Cards of PlayStation Trophies (MIT), with Lit, Copyright Google LLC (BSD-3-Clause): ${LICENCES} */`,
  },
  plugins: [
    {
      name: "shorten-templates",
      setup({ onLoad }) {
        onLoad(
          { filter: /[/\\]card[/\\]src[/\\].*\.ts$/ },
          async ({ path }) => ({
            contents: await shortenTemplates(
              await readFile(path, "utf8"),
              path,
            ),
            loader: "ts",
          }),
        );
      },
    },
  ],
});

const [{ contents }] = result.outputFiles;
const gzipped = gzipSync(contents, { level: constants.Z_BEST_COMPRESSION });
console.log(
  `${basename(output)}: ${contents.length} bytes, ${gzipped.length} gzipped`,
);
if (gzipped.length > MOST_GZIPPED) {
  console.error(`The bundle may have ${MOST_GZIPPED} bytes gzipped at most.`);
  process.exit(1);
}

// Each licence once, under the names of the packages that have it.
const packages = new Set(
  Object.keys(result.metafile.inputs).flatMap(
    (input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  ),
);
const licences = new Map();
for (const name of [...packages].sort()) {
  const file = join(CARD, "node_modules", name, "LICENSE");
  const text = (await readFile(file, "utf8")).trim();
  licences.set(text, [...(licences.get(text) ?? []), name]);
}
await mkdir(dirname(output), { recursive: true });
await writeFile(output, contents);
await writeFile(
  join(dirname(output), LICENCES),
  [...licences]
    .map(
      ([text, names]) =>
        `${basename(output)} contains ${names.join(", ")}:\n\n${text}\n`,
    )
    .join("\n"),
);
