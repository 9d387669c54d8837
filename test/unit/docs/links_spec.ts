import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import should from "should";

const root = resolve(__dirname, "../../..");
/** The help of a node is shown far from the repository, so it names pages of the docs by their address. */
const ADDRESS = "https://github.com/rolling-update/node-red/blob/main/";

const read = (file: string): string => readFileSync(join(root, file), "utf8");

const pages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`),
  ...readdirSync(join(root, "nodes"))
    .map((type) => `nodes/${type}/help.md`)
    .filter((file) => existsSync(join(root, file))),
];

/** Where a link of a page leads within the repository: a file, and a heading in it; null for a link to elsewhere. */
function targetOf(page: string, link: string): { readonly file: string; readonly heading: string | null } | null {
  const own = link.startsWith(ADDRESS);
  if (!own && /^[a-z]+:/.test(link)) return null;
  const [path = "", heading = null] = (own ? link.slice(ADDRESS.length) : link).split("#");
  if (path === "") return { file: page, heading };
  return { file: own ? path : relative(root, resolve(root, dirname(page), path)).replaceAll("\\", "/"), heading };
}

const linksIn = (markdown: string): readonly string[] => [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);

const headingsIn = (markdown: string): readonly string[] =>
  [...markdown.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);

/** As GitHub names it in an address. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");

/** What is wrong with a link; null where it leads somewhere. */
function problemWith(page: string, link: string): string | null {
  const target = targetOf(page, link);
  if (target === null) return null;
  const { file, heading } = target;
  if (!existsSync(join(root, file))) return `${page}: there is no file ${file}`;
  if (heading === null || headingsIn(read(file)).map(anchorOf).includes(heading)) return null;
  return `${page}: ${file} has no heading #${heading}`;
}

describe("the links of the docs", () => {
  for (const page of pages) {
    it(`${page}: lead to files and headings that exist`, () => {
      linksIn(read(page))
        .map((link) => problemWith(page, link))
        .filter((problem) => problem !== null)
        .should.eql([]);
    });
  }

  it("would be found out", () => {
    should(problemWith("README.md", "docs/glossary.md#nlb")).be.null();
    should(problemWith("nodes/nlb-start/help.md", `${ADDRESS}docs/glossary.md#nlb`)).be.null();
    should(problemWith("docs/glossary.md", "nothing.md")).equal("docs/glossary.md: there is no file docs/nothing.md");
    should(problemWith("docs/glossary.md", "#nothing")).equal("docs/glossary.md: docs/glossary.md has no heading #nothing");
    should(problemWith("nodes/nlb-start/help.md", `${ADDRESS}docs/glossary.md#nothing`)).match(/has no heading #nothing/);
  });
});

describe("the glossary", () => {
  const terms = headingsIn(read("docs/glossary.md")).slice(1);

  it("has its terms in the order of the alphabet", () => {
    const letters = (term: string) => term.toLowerCase().replaceAll("-", "~");
    terms.should.eql(terms.toSorted((a, b) => (letters(a) < letters(b) ? -1 : 1)));
  });

  it("has the words that forms, messages and reports use for what is ours", () => {
    const words =
      "Array, Member, Run, Step, Operation, Serving, Undo, Upkeep, Guard, Found state, Lab, Preflight, Journal, Token, Watchdog";
    terms.should.containDeep(words.split(", "));
  });
});
