/// <reference path="../../nodes/node-red-editor.d.ts" />
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { chromium, howToGetChromium, requireTool } from "../shared/tools";
import { Editor, packageRoot } from "./harness";
import { runtimes } from "./runtimes";

const empty = [
  { id: "empty", type: "tab", label: "empty" },
  { id: "comment", type: "comment", z: "empty", name: "nothing yet", x: 100, y: 40, wires: [] },
];

interface Example {
  readonly file: string;
  /** The button that sets it going. */
  readonly press: string;
  /** The type of the node that shows it. */
  readonly shows: string;
  /** What it shows then. */
  readonly when: RegExp;
}

/** Those that take long are looked at when they are at work. */
const atWork: readonly Example[] = [
  { file: "exchange-cas-array.json", press: "Start the rolling update", shows: "rolling-update", when: /^running · CAS1 \(1 of 4\)/ },
  { file: "one-server-by-hand.json", press: "Take CAS2 out", shows: "scom-maintenance", when: /^CAS2 · / },
  { file: "web-farm.json", press: "Start the rolling update", shows: "rolling-update", when: /^running · WEB1 \(1 of 3\)/ },
];

/** Of any other one the first button is pressed, and what it is wired to must come to a good end. */
const examples = readdirSync(join(packageRoot, "examples"))
  .sort()
  .map((file) => atWork.find((one) => one.file === file) ?? { ...firstButtonOf(file), when: null });

for (const { name, node, nodeRed, how } of runtimes) {
  describe(`The examples in the editor of ${name}`, function () {
    this.timeout(60_000);
    let editor: Editor;

    before(requireTool("Chromium", chromium(), howToGetChromium));
    before(requireTool(name, node === undefined ? undefined : nodeRed, how));
    before(async () => {
      editor = await Editor.start({ node: node ?? "", nodeRed: nodeRed ?? "" }, empty);
    });
    after(async () => {
      await editor?.stop();
    });
    afterEach(() => editor.complaints.splice(0).should.eql([], "The page complained."));

    for (const { file, press, shows, when } of examples) {
      it(`${file} imports as the editor's menu does it, deploys with nothing wrong, and runs`, async () => {
        const { page } = editor;
        const flow = await exampleFrom(editor, file);
        const added = await page.evaluate((text) => {
          const before = new Set(allNodes().map(({ id }) => id));
          RED.view.importNodes(JSON.parse(text), { generateIds: true, addFlow: false, touchImport: true });
          return allNodes().filter(({ id }) => !before.has(id));

          function allNodes() {
            const nodes: { id: string; type: string; name: string; valid: boolean }[] = [];
            const take = (one: Readonly<Record<string, unknown>>) => {
              nodes.push({
                id: String(one["id"]),
                type: String(one["type"]),
                name: typeof one["name"] === "string" ? one["name"] : "",
                valid: one["valid"] !== false,
              });
            };
            RED.nodes.eachNode(take);
            RED.nodes.eachConfig(take);
            return nodes;
          }
        }, flow);
        added.filter(({ valid }) => !valid).should.eql([]);
        await deploy(editor);
        const button = added.find((one) => one.type === "inject" && one.name === press);
        await page.evaluate((id) => RED.view.reveal(id), button?.id ?? "");
        await editor.picture(`${name}-example-${file}`);

        const shown = added.filter(({ type }) => type === shows).map(({ id }) => id);
        should(button).not.be.undefined();
        await page.evaluate((id) => fetch(`inject/${id}`, { method: "POST" }), button?.id ?? "");
        await page.waitForFunction(
          ([ids, pattern]) =>
            ids.some((id) => {
              const status = RED.nodes.node(id)?.["status"] as { text?: string; fill?: string } | undefined;
              return pattern === null ? ["green", "grey"].includes(status?.fill ?? "") : new RegExp(pattern).test(status?.text ?? "");
            }),
          [shown, when?.source ?? null] as const,
        );
        await editor.picture(`${name}-example-${file}-at-work`);
        if (file === "exchange-cas-array.json") await endItsRun(editor);
      });
    }
  });
}

/** A run goes on over the deploys of the other examples, one of which lists the same servers. */
async function endItsRun({ url }: Editor): Promise<void> {
  const runs = new URL("rolling-update/exchange-cas-array/runs", url);
  const post = (to: URL | string) => fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  const { runId = "" } = (await (await post(runs)).json()) as { runId?: string };
  await post(`${runs.href}/${runId}/stop`);
  for (;;) {
    const { state } = (await (await fetch(`${runs.href}/${runId}`)).json()) as { state: string };
    if (state === "ended") return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

function firstButtonOf(file: string): Omit<Example, "when"> {
  const nodes = JSON.parse(readFileSync(join(packageRoot, "examples", file), "utf8")) as readonly {
    readonly id: string;
    readonly type: string;
    readonly name?: string;
    readonly wires?: readonly (readonly string[])[];
  }[];
  const button = nodes.find(({ type }) => type === "inject");
  const wired = nodes.find(({ id }) => id === button?.wires?.[0]?.[0]);
  return { file, press: button?.name ?? "", shows: wired?.type ?? "" };
}

/** The text of an example as the editor's import dialog fetches it. */
async function exampleFrom(editor: Editor, file: string): Promise<string> {
  const path = `library/examples/flows/@rolling-update/node-red/${file.replace(/\.json$/, "")}`;
  const answer = await fetch(new URL(path, editor.url));
  answer.status.should.equal(200, `${path} is listed as an example`);
  return await answer.text();
}

async function deploy({ page }: Editor): Promise<void> {
  await page.click("#red-ui-header-button-deploy");
  // A package to choose from that no node uses yet is asked about.
  await page
    .locator("#node-dialog-confirm-deploy-deploy")
    .click({ timeout: 3000 })
    .catch(() => undefined);
  await page.waitForFunction(() => !RED.nodes.dirty());
}
