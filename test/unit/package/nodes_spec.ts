import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { type Built, builtSet, keysAskedFor, keysNamed, keysOf, manifest, nodeTypes, pluginNames } from "./built-nodes";

/** What the editor half registers, up to the functions. */
const registered = ({ name, html }: Built): string => html.slice(html.indexOf(`registerType("${name}"`)).split("</script>")[0] ?? "";

const isConfig = (node: Built): boolean => /category: ?"config"/.test(registered(node));

/** What is between the tags of the script of a kind (`data-template-name`, `data-help-name`). */
const scriptOf = ({ name, html }: Built, kind: string): string | undefined =>
  new RegExp(`<script[^>]*${kind}="${name}"[^>]*>([\\s\\S]*?)</script>`).exec(html)?.[1];

/** Keys that a set asks for and that lead nowhere. */
const missing = (set: Built): string[] => {
  const everyKey = new Map(
    [...nodeTypes, ...pluginNames].map((other) => [`${manifest.name}/${other}`, keysOf(builtSet(other).texts.get("en-US") ?? {})]),
  );
  const known = (key: string): boolean => {
    if (key.startsWith("node-red:") || key.startsWith("editor:")) return true;
    const [namespace, own] = key.includes(":") ? (key.split(":") as [string, string]) : [`${manifest.name}/${set.name}`, key];
    return everyKey.get(namespace)?.includes(own) ?? false;
  };
  return [...keysAskedFor(set), ...keysNamed(set)].filter((key) => !known(key));
};

describe("Every node", () => {
  it("is named like its file and its folder", () => {
    for (const [type, js] of Object.entries(manifest["node-red"].nodes)) js.should.equal(`dist/nodes/${type}/${type}.js`);
  });

  for (const type of nodeTypes) {
    describe(type, () => {
      let node: Built;

      before(() => {
        node = builtSet(type);
      });

      it("has an editor half of its own, whose type the scorecard can read", () => {
        node.html.includes(`registerType("${node.name}"`).should.be.true();
      });

      it("has a form", () => {
        const form = scriptOf(node, "data-template-name") ?? "";
        form.should.containEql(isConfig(node) ? "node-config-input-name" : "node-input-name");
      });

      it("has a help text that begins with a short paragraph for the palette's tooltip", () => {
        const help = (scriptOf(node, "data-help-name") ?? "").replace(/^\n/, "");
        help.should.match(/^\S/, "Help must not be indented, and not be empty.");
        const [first = ""] = help.split(/\n\s*\n/);
        first.should.not.match(/^#/, "The first paragraph is the tooltip, not a heading.");
        first.length.should.be.within(20, 400);
      });

      it("has a help text whose lines of properties the editor can read: name (type) : description, and no other colon", () => {
        const lines = (scriptOf(node, "data-help-name") ?? "").split("\n").filter((line) => /^\s*:/.test(line));
        lines.filter((line) => !/^\s*:[^:]+\([^:]+\)[^:]*:[^:]*$/.test(line)).should.eql([]);
      });

      it("has an icon: white on transparent, two by three", () => {
        if (isConfig(node)) return;
        const icon = /\bicon: ?"([^"]+)"/.exec(registered(node))?.[1] ?? "";
        if (icon.startsWith("font-awesome/")) return;
        const svg = readFileSync(join(node.folder, "icons", icon), "utf8");
        const [, width, height] =
          /viewBox="[\d.]+[ ,]+[\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/.exec(svg) ?? /width="([\d.]+)"[^>]*height="([\d.]+)"/.exec(svg) ?? [];
        (Number(width) / Number(height)).should.be.approximately(2 / 3, 0.01);
      });

      it("has English texts", () => {
        const texts = node.texts.get("en-US");
        should(texts).be.ok();
        Object.keys(texts ?? {}).should.containEql(node.name);
      });

      it("has a text for every key that it asks for", () => {
        missing(node).should.eql([]);
      });

      it("has the same keys in every language", () => {
        const english = keysOf(node.texts.get("en-US") ?? {}).sort();
        for (const [language, texts] of node.texts) keysOf(texts).sort().should.eql(english, language);
      });

      it("registers its type once, and under its own name", () => {
        const types = [...node.js.matchAll(/registerType\(\s*["']([^"']+)["']/g)].map((match) => match[1]);
        if (types.length > 0) types.should.eql([node.name]);
      });
    });
  }
});

describe("Every plugin", () => {
  it("has a text for every key that it asks for", () => {
    for (const plugin of pluginNames.map(builtSet)) missing(plugin).should.eql([], plugin.name);
  });

  it("has its built files where package.json says", () => {
    for (const plugin of pluginNames.map(builtSet))
      existsSync(join(plugin.folder, `${plugin.name.replace(/^rolling-update-/, "")}.js`)).should.be.true();
  });
});
