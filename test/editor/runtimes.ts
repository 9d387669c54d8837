import { dirname } from "node:path";
import { nodeRedFive } from "../../tools/node-red/second-runtime";
import { chromium, howToGetChromium, requireTool } from "../shared/tools";
import { Editor, type Flow } from "./harness";

/** Each Node-RED whose editor is looked at. */
export const runtimes = [
  { name: "Node-RED 4.1", node: process.execPath, nodeRed: dirname(require.resolve("node-red/package.json")), how: "npm ci" },
  { name: "Node-RED 5.0", ...nodeRedFive },
];

/** Mocha hooks: the editor of a Node-RED with a flow, in a browser. @returns what gives it to tests */
export function editorOf({ name, node, nodeRed, how }: (typeof runtimes)[number], flow: Flow): () => Editor {
  let editor: Editor;
  before(requireTool("Chromium", chromium(), howToGetChromium));
  before(requireTool(name, node === undefined ? undefined : nodeRed, how));
  before(async () => {
    editor = await Editor.start({ node: node ?? "", nodeRed: nodeRed ?? "" }, flow);
  });
  after(async () => {
    await editor?.stop();
  });

  afterEach(async function () {
    const complaints = editor.complaints.splice(0);
    if (this.currentTest?.state === "failed") await editor.picture(`failed-${name}-${this.currentTest.title}`.replaceAll(/[^\w-]+/g, "-"));
    if (this.currentTest?.state === "failed") await editor.closeAll();
    complaints.should.eql([], "The page complained.");
  });
  return () => editor;
}
