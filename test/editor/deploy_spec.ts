/// <reference path="../../nodes/node-red-editor.d.ts" />
import { readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { type Flow, packageRoot } from "./harness";
import { editorOf, runtimes } from "./runtimes";

const example = JSON.parse(readFileSync(join(packageRoot, "examples/exchange-cas-array.json"), "utf8")) as Flow;
const path = "rolling-update/exchange-cas-array/runs";

for (const runtime of runtimes) {
  const { name } = runtime;
  describe(`Beside the Deploy button in the editor of ${name}`, function () {
    this.timeout(60_000);
    const editor = editorOf(
      runtime,
      [...example].sort((one, other) => Number("z" in one) - Number("z" in other)),
    );
    const send = async (where: string, body: object): Promise<{ runId: string }> => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${editor().url}${where}`, { method: "POST", headers, body: JSON.stringify(body) });
      answer.status.should.equal(202);
      return (await answer.json()) as { runId: string };
    };
    const hint = () => editor().page.locator("#ru-at-work");
    const saying = async (what: RegExp): Promise<void> => {
      await editor().page.waitForFunction((said) => new RegExp(said).test($("#ru-at-work").text()), what.source);
    };

    it("stands that a run is at work and which deploy interrupts it, in every page, until the run has ended", async () => {
      const { page } = editor();
      await page.setViewportSize({ width: 1280, height: 800 });
      should(await hint().isVisible()).be.false();
      const { runId } = await send(path, {});
      await saying(/Run at work on exchange-cas-array: a full deploy interrupts it/);
      should(await hint().isVisible()).be.true();
      (await hint().getAttribute("title"))!.should.match(/restarts all nodes.*Modified Nodes.*goes on from its last finished step/);
      await editor().picture(`${name}-deploy-full`);

      await page.evaluate(() => RED.actions.invoke("core:set-deploy-type-to-modified-nodes"));
      await saying(/leave its nodes as they are/);
      await page.evaluate(() => document.documentElement.classList.add("nr-theme-dark"));
      await editor().picture(`${name}-deploy-nodes-dark`);
      await page.evaluate(() => RED.actions.invoke("core:set-deploy-type-to-modified-flows"));
      await saying(/a deploy of its flow interrupts it/);
      await editor().picture(`${name}-deploy-flows-dark`);

      // It is told to whoever comes later, too. Other parts of the toolbar are not pushed out by it.
      await page.reload();
      await saying(/Run at work on exchange-cas-array/);
      for (const part of ["#ru-at-work", "#red-ui-header-button-deploy", "#red-ui-header-button-sidemenu"]) {
        const box = await page.locator(part).first().boundingBox();
        should(box !== null && box.x >= 0 && box.x + box.width <= 1280 && box.y >= 0 && box.y + box.height <= 60).be.true(part);
      }

      await send(`${path}/${runId}/stop`, { when: "now" });
      await hint().waitFor({ state: "hidden" });
      editor().complaints.should.eql([]);
    });
  });
}
