/// <reference path="../../nodes/node-red-editor.d.ts" />
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, type Page, chromium as browserType } from "playwright-core";
import { chromium } from "../shared/tools";

/** The package under test: built, with its package.json beside dist/. */
export const packageRoot = resolve(process.env["PACKAGE_ROOT"] ?? join(__dirname, "../.."));

/** A Node-RED and the Node that it runs on. */
export interface Runtime {
  readonly node: string;
  /** Folder of the package. */
  readonly nodeRed: string;
}

export type Flow = readonly Readonly<Record<string, unknown>>[];

/** The editor shows its tips a second after they were switched on, and throws if a slow page has no place for them yet. */
const withoutTips = { view: { "view-show-tips": false } };

/** A Node-RED with this package, and its editor in a browser. */
export class Editor {
  /** What the page wrote to its console as an error, or threw. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly url: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start({ node, nodeRed }: Runtime, flow: Flow): Promise<Editor> {
    const userDir = mkdtempSync(join(tmpdir(), "rolling-update-editor-"));
    const port = await freePort();
    writeFileSync(join(userDir, "flows.json"), JSON.stringify(flow));
    writeFileSync(join(userDir, "settings.js"), `module.exports = ${JSON.stringify(settings(port))};`);
    writeFileSync(join(userDir, ".config.users.json"), JSON.stringify({ _: { editor: withoutTips } }));
    const child = spawn(node, [join(nodeRed, "red.js"), "--userDir", userDir], { stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    let browser: Browser | undefined;
    // What is left running would keep the test process alive for ever.
    const stop = async (): Promise<void> => {
      await browser?.close();
      child.kill();
      await ended;
      rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    };
    try {
      await started(child);
      browser = await browserType.launch({
        executablePath: chromium() ?? "",
        args: [
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--no-first-run",
          "--disable-component-update",
          "--disable-sync",
        ],
      });
      const page = await browser.newPage({ viewport: { width: 1400, height: 1100 } });
      const editor = new Editor(page, `http://127.0.0.1:${port}/`, stop);
      await editor.load(String(flow.at(-1)?.["id"]));
      return editor;
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /** @param last id of a node that is there once the flow is */
  private async load(last: string): Promise<void> {
    const { page, url, complaints } = this;
    // The loader of the tests names functions by a helper that the page does not have.
    await page.addInitScript({ content: "globalThis.__name = (it) => it;" });
    page.on("console", (message) => {
      // The editor asks the internet for news; a test has none.
      const abroad = message.text().startsWith("Failed to load resource") && !message.location().url.startsWith(url);
      if (message.type() === "error" && !abroad) complaints.push(`${message.text()} ${message.location().url}`);
      // The editor catches what a node's form throws and only logs it.
      if (/^(Definition error|oneditprepare|oneditsave|oneditcancel|Validation error)/.test(message.text()))
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.stack ?? String(error)));
    await page.goto(url);
    await page.waitForFunction((id) => typeof RED !== "undefined" && (RED.nodes?.node?.(id) ?? null) !== null, last);
    await page.waitForSelector("#red-ui-loading-progress", { state: "hidden" });
  }

  /** Opens the form of a node. */
  async open(id: string): Promise<void> {
    await this.page.evaluate((nodeId) => {
      const node = RED.nodes.node(nodeId);
      if (node?._def.category === "config") RED.editor.editConfig("", node.type, nodeId);
      else RED.editor.edit(node);
    }, id);
    await this.ready();
  }

  /** Opens the form of a config node that does not exist yet. */
  async openNew(type: string): Promise<void> {
    await this.page.evaluate((newType) => RED.editor.editConfig("", newType, "_ADD_"), type);
    await this.ready();
  }

  /** Waits for the form that has this field, after another form was opened over it or closed. */
  async opened(selector: string): Promise<void> {
    await this.page.waitForSelector(selector, { state: "attached" });
    await this.settled();
  }

  /** Picks one of the radio buttons that stand for a property. */
  async choose(property: string, value: string): Promise<void> {
    await this.page.check(`input[name="ru-node-input-${property}"][value="${value}"]`);
  }

  async paste(selector: string, text: string): Promise<void> {
    await this.page.evaluate(
      ([field = "", pasted = ""]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text", pasted);
        $(field)
          .get(0)
          ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      },
      [selector, text],
    );
  }

  /** Drags by a handle of a sortable list: to the place above another item. */
  async drag(handle: string, above: string): Promise<void> {
    const { page } = this;
    const item = await page.waitForSelector(above);
    // Scrolls to it, and waits until it stands still and nothing covers it.
    await page.hover(handle);
    const box = await item.boundingBox();
    if (box === null) throw new Error(`${above} is not to be seen.`);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
    await page.mouse.move(box.x + box.width / 2, box.y + 2, { steps: 4 });
    await page.waitForFunction((it) => it.previousElementSibling?.classList.contains("ui-sortable-placeholder") === true, item);
    await page.mouse.up();
  }

  async done(): Promise<void> {
    await this.page.click("#node-dialog-ok:visible, #node-config-dialog-ok:visible");
    await this.closed();
  }

  async cancel(): Promise<void> {
    await this.page.click("#node-dialog-cancel:visible, #node-config-dialog-cancel:visible");
    await this.closed();
  }

  /** Waits until no form is open any more. */
  async closed(): Promise<void> {
    await this.page.waitForFunction(() => $(".ru-form").length === 0 && RED.editor.getEditStack().length === 0);
  }

  /** Closes whatever forms a failed test has left open. */
  async closeAll(): Promise<void> {
    while ((await this.page.evaluate(() => RED.editor.getEditStack().length)) > 0) {
      await this.page.locator("#node-dialog-cancel:visible, #node-config-dialog-cancel:visible").last().click();
      await this.page.waitForTimeout(600);
    }
  }

  /**
   * Waits until the form is there and has slid in. It is built outside of the window and begins to slide a moment later, so standing still
   * is no proof.
   */
  private async settled(): Promise<void> {
    await this.page.waitForFunction(() => {
      const tray = $(".red-ui-tray:has(.ru-form)").get(-1);
      return tray !== undefined && getComputedStyle(tray).right === "0px" && tray.getAnimations().length === 0;
    });
  }

  /** Waits until a new form has slid in and has the focus, which it takes as its last act: what is typed earlier may go elsewhere. */
  private async ready(): Promise<void> {
    await this.settled();
    await this.page.waitForFunction(() => $(".red-ui-tray").get(-1)?.contains(document.activeElement) === true);
  }

  /** A property as the node has it. */
  async property(id: string, name: string): Promise<unknown> {
    return await this.page.evaluate(([nodeId, property]) => RED.nodes.node(nodeId ?? "")?.[property ?? ""], [id, name]);
  }

  /** What stands under the field of a property as wrong; empty when nothing does. */
  async reason(selector: string): Promise<string> {
    return await this.page.evaluate((field) => $(field).closest(".form-row").children(".ru-reason").text(), selector);
  }

  /** Takes a picture, if SCREENSHOTS names a folder. */
  async picture(name: string): Promise<void> {
    const folder = process.env["SCREENSHOTS"];
    if (folder === undefined || folder === "") return;
    mkdirSync(folder, { recursive: true });
    const form = this.page.locator(".red-ui-tray").last();
    if (await form.isVisible()) await form.screenshot({ path: join(folder, `${name}.png`) });
    else await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

const settings = (uiPort: number) => ({
  uiPort,
  uiHost: "127.0.0.1",
  flowFile: "flows.json",
  credentialSecret: "test",
  nodesDir: [packageRoot],
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
  logging: { console: { level: "info" } },
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}

/** Resolves when the flows have started. */
async function started(child: ChildProcess): Promise<void> {
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/Started flows|Waiting for missing types/.test(output)) resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("exit", (code) => reject(new Error(`Node-RED ended with ${String(code)}:\n${output}`)));
  });
}

export interface Texts {
  readonly [key: string]: string | Texts;
}

/** The English texts of a node as they were built. */
export const textsOf = (type: string): Texts =>
  JSON.parse(readFileSync(join(packageRoot, "dist/nodes", type, "locales/en-US", `${type}.json`), "utf8")) as Texts;
