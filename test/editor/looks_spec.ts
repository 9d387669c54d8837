/// <reference path="../../nodes/node-red-editor.d.ts" />
import { readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { overlaps, showStatuses, whatIsDrawn } from "./canvas";
import { contrast } from "./contrast";
import { nodeTypes } from "../shared/node-fields";
import { type Flow, packageRoot } from "./harness";
import { editorOf, runtimes } from "./runtimes";

const example = JSON.parse(readFileSync(join(packageRoot, "examples/exchange-cas-array.json"), "utf8")) as Flow;

/** The colours of a dark theme for Node-RED 4.1 whose red is as dark as its background. */
const MIDNIGHT_RED = {
  "--red-ui-primary-background": "#383c45",
  "--red-ui-secondary-background": "#434954",
  "--red-ui-tertiary-background": "#383c45",
  "--red-ui-primary-text-color": "#dddddd",
  "--red-ui-secondary-text-color": "#aaaaaa",
  "--red-ui-form-text-color": "#dddddd",
  "--red-ui-form-input-background": "#383c45",
  "--red-ui-form-input-border-error-color": "#ad1625",
  "--red-ui-text-color-error": "#ad1625",
};

/** What of Node-RED's editor shows another tab. */
interface Workspaces {
  readonly workspaces: { show(tab: string): void };
}

/** As long as what a step has to say. */
const LONG_STATUS = "CAS1 · 123 clients left, 3 of 20 minutes";

/** What the guidelines for accessibility (WCAG 2.1, level AA) ask of text of this size. */
const READABLE = 4.5;

for (const runtime of runtimes) {
  const { name } = runtime;
  describe(`The bundled flow in the editor of ${name}`, function () {
    this.timeout(60_000);
    // The harness waits for the last node that it is given.
    const editor = editorOf(
      runtime,
      [...example].sort((one, other) => Number("z" in one) - Number("z" in other)),
    );

    it("fits on a screen of 1280 x 800 with the sidebar closed, and no status covers anything", async () => {
      const { page } = editor();
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.evaluate(() => RED.actions.invoke("core:toggle-sidebar"));
      await page.waitForTimeout(500);
      await page.evaluate(showStatuses, [nodeTypes, LONG_STATUS] as const);
      await page.waitForFunction(
        (text) => $(".red-ui-flow-node-status-label").filter((_, label) => label.textContent === text).length >= 16,
        LONG_STATUS,
      );
      const drawn = await page.evaluate(whatIsDrawn);
      await editor().picture(`${name}-flow-1280`);
      const fits = (tab: string, all: typeof drawn): void => {
        const onCanvas = example.filter(({ z }) => z === tab).map(({ id }) => id);
        onCanvas.filter((id) => !all.some((one) => one.id === id)).should.eql([], "is not drawn");
        all
          .filter(({ seen }) => !seen)
          .map(({ id }) => id)
          .should.eql([], "is not to be seen");
        overlaps(all).should.eql([], "runs into another");
      };
      const [first, ...others] = example.filter(({ type }) => type === "tab").map(({ id }) => String(id));
      fits(first!, drawn);
      for (const tab of others) {
        await page.evaluate((id) => (RED as unknown as Workspaces).workspaces.show(id), tab);
        await page.waitForTimeout(500);
        fits(tab, await page.evaluate(whatIsDrawn));
      }
      await page.evaluate((id) => (RED as unknown as Workspaces).workspaces.show(id), first!);
      await page.evaluate(() => RED.actions.invoke("core:toggle-sidebar"));
      await page.setViewportSize({ width: 1400, height: 1100 });
    });

    it("asks for the user and the password of a sign-on in a light and a dark theme, and says what is missing", async () => {
      const { page } = editor();
      await editor().open("cas-verify");
      (await page.isVisible("#node-input-signOnUser")).should.be.false();
      await page.selectOption("#node-input-signOn", "forms");
      (await editor().reason("#node-input-signOnUser")).should.match(/Sign-on needs a user/);
      (await editor().reason("#node-input-signOnPassword")).should.match(/Sign-on needs the password/);
      await page.fill("#node-input-signOnUser", "CONTOSO\\probe");
      await page.fill("#node-input-signOnPassword", "never-to-be-seen");
      (await editor().reason("#node-input-signOnUser")).should.equal("");
      (await editor().reason("#node-input-signOnPassword")).should.equal("");
      await page.locator("#node-input-signOn").scrollIntoViewIfNeeded();
      await editor().picture(`${name}-sign-on`);
      await page.fill("#node-input-signOnPassword", "");
      await page.selectOption("#node-input-signOnScheme", "http");
      (await page.isVisible("#node-input-signOnCertificate")).should.be.false();
      await page.evaluate(() => document.documentElement.classList.add("nr-theme-dark"));
      await editor().picture(`${name}-sign-on-dark`);
      await page.evaluate(() => document.documentElement.classList.remove("nr-theme-dark"));
      await editor().cancel();
    });

    it("has reasons that can be read in a dark theme", async () => {
      const { page } = editor();
      const dark: Readonly<Record<string, string>> = name === "Node-RED 5.0" ? {} : MIDNIGHT_RED;
      await page.evaluate((colours) => {
        document.documentElement.classList.add("nr-theme-dark");
        for (const [variable, colour] of Object.entries(colours)) document.documentElement.style.setProperty(variable, colour);
      }, dark);
      await editor().open("cas-drain");
      await page.fill("#node-input-limitMinutes", "0");
      const [reason, back, red] = await page.evaluate(() => {
        const wrong = $(".ru-form .ru-reason").get(0) as HTMLElement;
        let behind: HTMLElement | null = wrong;
        const see = (of: HTMLElement) => getComputedStyle(of).backgroundColor;
        while (behind !== null && /^(transparent|rgba\(.*, 0\))$/.test(see(behind))) behind = behind.parentElement;
        const probe = $("<span>").css("color", "var(--red-ui-text-color-error)").appendTo(wrong);
        const own = getComputedStyle(probe.get(0) as HTMLElement).color;
        probe.remove();
        return [getComputedStyle(wrong).color, behind === null ? "rgb(255, 255, 255)" : see(behind), own] as const;
      });
      await editor().picture(`${name}-reason-dark`);
      contrast(reason, back).should.be.aboveOrEqual(READABLE, `${reason} on ${back}`);
      // The theme's own red would not do.
      if (dark === MIDNIGHT_RED) contrast(red, back).should.be.below(2);
      await editor().cancel();
      await page.evaluate((colours) => {
        document.documentElement.classList.remove("nr-theme-dark");
        for (const variable of Object.keys(colours)) document.documentElement.style.removeProperty(variable);
      }, dark);
    });
  });
}

describe("Contrast", () => {
  it("is that of the guidelines for accessibility", () => {
    contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)").should.equal(21);
    should(Math.round(contrast("#ad1625", "#434954") * 100) / 100).equal(1.26);
  });
});
