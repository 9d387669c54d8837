import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "./pack";
import { requireRuntime, runtimes } from "../node-red/runtimes";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly "node-red": { readonly nodes: Readonly<Record<string, string>>; readonly plugins?: Readonly<Record<string, string>> };
}

interface NodeSet {
  readonly module: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
  readonly version: string;
  readonly err?: unknown;
}

for (const runtime of runtimes) {
  describe(`The packed package in ${runtime.name}`, function () {
    this.timeout(120_000);
    let userDir: string;
    let red: NodeRedProcess;
    let manifest: Manifest;
    let folder: string;

    const nodes = (): [string, string][] => Object.entries(manifest["node-red"].nodes);
    const plugins = (): [string, string][] => Object.entries(manifest["node-red"].plugins ?? {});
    const htmlOf = (js: string): string => readFileSync(join(folder, js.replace(/\.js$/, ".html")), "utf8");
    const iconOf = (type: string, js: string): string | undefined =>
      new RegExp(`registerType\\("${type}"[\\s\\S]*?\\bicon: "([\\w/-]+\\.svg|font-awesome/[\\w-]+)"`).exec(htmlOf(js))?.[1];

    before(requireRuntime(runtime));
    before(async () => {
      userDir = await makeUserDir();
      folder = join(userDir, "node_modules", "@rolling-update", "node-red");
      manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      red = await NodeRedProcess.start({ runtime, userDir, flows: [] });
    });
    after(async () => {
      await red?.stop();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    it("has nodes", () => {
      nodes().length.should.be.above(0);
    });

    it("loads every node, one type a set, without an error", async () => {
      const sets = (await red.get<NodeSet[]>("/nodes")).filter((set) => set.module === manifest.name);
      sets
        .map((set) => set.name)
        .sort()
        .should.eql(
          nodes()
            .map(([type]) => type)
            .sort(),
        );
      for (const set of sets) {
        should(set.err).equal(undefined, `${set.name}: ${JSON.stringify(set.err)}`);
        set.types.should.eql([set.name]);
        set.enabled.should.be.true();
        set.version.should.equal(manifest.version);
      }
    });

    it("loads every plugin without an error", async () => {
      const sets = (await red.get<{ module: string; id: string; err?: unknown }[]>("/plugins")).filter(
        (set) => set.module === manifest.name,
      );
      sets
        .map((set) => set.id)
        .sort()
        .should.eql(
          plugins()
            .map(([name]) => `${manifest.name}/${name}`)
            .sort(),
        );
      for (const set of sets) should(set.err).equal(undefined, `${set.id}: ${JSON.stringify(set.err)}`);
    });

    it("writes neither warnings nor errors to the log at the start", () => {
      red.lines
        .filter((line) => /\[(warn|error|fatal)\]/.test(line) && !/Projects disabled|Encrypted credentials not found/.test(line))
        .should.eql([]);
    });

    it("gives the editor every node's half, form and help", async () => {
      const html = await (await fetch(`${red.url}/nodes`, { headers: { accept: "text/html" } })).text();
      const parts = nodes().flatMap(([type]) => [`registerType("${type}"`, `data-template-name="${type}"`, `data-help-name="${type}"`]);
      parts.filter((part) => !html.includes(part)).should.eql([]);
    });

    it("serves every node's icon as a picture", async () => {
      for (const [type, js] of nodes()) {
        const icon = iconOf(type, js);
        if (icon === undefined || icon.startsWith("font-awesome/")) continue;
        const answer = await fetch(`${red.url}/icons/${manifest.name}/${icon}`);
        // For an icon that it does not find Node-RED sends a picture of its own.
        const body = await answer.text();
        body.should.equal(readFileSync(join(folder, js, "..", "icons", icon), "utf8"), `the icon of ${type}`);
      }
    });

    it("serves every node's texts", async () => {
      for (const [type] of nodes()) {
        const texts = await red.get<Record<string, object>>(`/locales/${manifest.name}/${type}?lng=en-US`);
        should(texts[type]).be.an.Object().and.not.be.empty();
      }
    });

    it("lists its examples in the import menu, and each can be read", async () => {
      const files = readdirSync(join(folder, "examples")).filter((name) => name.endsWith(".json"));
      files.should.not.be.empty();
      const listed = await red.get<(string | { fn: string })[]>(`/library/examples/flows/${manifest.name}`);
      const names = listed.filter((entry) => typeof entry === "object").map((entry) => entry.fn);
      names.sort().should.eql(files.map((name) => name.replace(/\.json$/, "")).sort());
      for (const name of names) {
        const flow = await red.get<unknown[]>(`/library/examples/flows/${manifest.name}/${encodeURIComponent(name)}`);
        flow.should.be.an.Array().and.not.be.empty();
      }
    });

    it("loads no script from elsewhere: one missing file would hang the editor for everybody", () => {
      for (const [, js] of [...nodes(), ...plugins()]) htmlOf(js).should.not.match(/<script[^>]+\bsrc\b/i);
    });

    it("lets Node-RED stop in good order", async () => {
      should(await red.stop()).equal(0);
    });
  });
}
