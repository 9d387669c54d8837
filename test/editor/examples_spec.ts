/// <reference path="../../nodes/node-red-editor.d.ts" />
import { readdirSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { chromium, howToGetChromium, requireTool } from "../shared/tools";
import { Editor, packageRoot } from "./harness";
import { runtimes } from "./runtimes";

const empty = [
  { id: "empty", type: "tab", label: "empty" },
  { id: "comment", type: "comment", z: "empty", name: "nothing yet", x: 100, y: 40, wires: [] },
];

/** Each example, the button that sets it going, the node that shows it, and what it shows then. */
const examples: readonly { file: string; press: string; shows: string; when: RegExp }[] = [
  { file: "exchange-cas-array.json", press: "Start the rolling update", shows: "rolling-update", when: /^running · CAS1 \(1 of 4\)/ },
  { file: "one-server-by-hand.json", press: "Take CAS2 out", shows: "scom-maintenance", when: /^CAS2 · / },
  { file: "web-farm.json", press: "Start the rolling update", shows: "rolling-update", when: /^running · WEB1 \(1 of 3\)/ },
];

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

    it("are all tried here", () => {
      examples
        .map(({ file }) => file)
        .sort()
        .should.eql(readdirSync(join(packageRoot, "examples")).sort());
    });

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
            (ids as string[]).some((id) =>
              new RegExp(pattern as string).test((RED.nodes.node(id)?.["status"] as { text?: string } | undefined)?.text ?? ""),
            ),
          [shown, when.source] as const,
        );
        await editor.picture(`${name}-example-${file}-at-work`);
      });
    }
  });
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
