import "should";
import { configs, flow, inPalette, mistakes, saved, types } from "./flow";
import { type Editor, type Texts, textsOf } from "./harness";
import { editorOf, runtimes } from "./runtimes";

const prefix = (type: string): string => (configs.includes(type) ? "node-config-input" : "node-input");

for (const runtime of runtimes) {
  const { name } = runtime;
  describe(`The editor of ${name}`, function () {
    this.timeout(60_000);
    let editor: Editor;
    const started = editorOf(runtime, flow);
    before(() => {
      editor = started();
    });

    it("has all nodes in the palette, in one category, with their labels", async () => {
      await editor.picture(`${name}-flow`);
      for (const type of inPalette) {
        const label = await editor.page.getAttribute(`[data-palette-type="${type}"]`, "data-palette-label");
        (label ?? "").should.equal((textsOf(type)[type] as Texts)["palette"]);
      }
      const category = editor.page.locator("#red-ui-palette-header-rolling_update");
      ((await category.textContent()) ?? "").should.equal("rolling update");
    });

    it("finds nothing wrong with nodes that are set right", async () => {
      for (const type of types) {
        const errors = await editor.page.evaluate(
          (id) => (RED.nodes.node(id) as { validationErrors?: string[] }).validationErrors ?? [],
          type,
        );
        errors.should.eql([], type);
      }
    });

    it("labels nodes without a name by what they do", async () => {
      const label = (type: string): Promise<string> =>
        editor.page.evaluate((id) => {
          const found = RED.nodes.node(id) as unknown as { _def: { label(this: unknown): string } };
          return found._def.label.call(found);
        }, type);
      (await label("rolling-update")).should.equal("rolling update: CAS array");
      (await label("nlb-drainstop")).should.equal("drainstop, 20 min");
      (await label("nlb-set-default-state")).should.equal("default state: as found");
      (await label("fscutility")).should.equal("Forefront off");
      (await label("install-update")).should.equal("install 2010 SP3 RU32");
      (await label("service-control")).should.equal("stop BackupExecAgentAccelerator + 1");
      for (const type of types) (await label(type)).should.not.match(/undefined|\.short|__/, type);
    });

    it("shows help for every node, with its properties as a list", async () => {
      for (const type of types) {
        const help = await editor.page.evaluate((id) => {
          const markdown =
            $(`script[data-help-name='${id}']`).text() || (RED.nodes as unknown as { getNodeHelp(type: string): string }).getNodeHelp(id);
          return (RED as unknown as { utils: { renderMarkdown(text: string): string } }).utils.renderMarkdown(markdown);
        }, type);
        help.length.should.be.above(300, type);
        help.should.not.match(/<p>\s*:|\n: /, `${type}: a property line has a colon too many.`);
      }
    });

    for (const type of types) {
      it(`opens the form of ${type}, which says all in words, and changes nothing by itself`, async () => {
        await editor.open(type);
        await editor.picture(`${name}-${type}`);
        const texts = await editor.page.evaluate(() => {
          $(".ru-form details").prop("open", true);
          const attributes = $(".ru-form [placeholder], .ru-form [aria-label]")
            .toArray()
            .flatMap((field) => [field.getAttribute("placeholder") ?? "", field.getAttribute("aria-label") ?? ""]);
          return [
            ...$(".ru-form")
              .find("*")
              .contents()
              .toArray()
              .filter((child) => child.nodeType === 3)
              .map((child) => child.textContent ?? ""),
            ...attributes,
          ];
        });
        texts
          .filter((text) => /^\S*\b(shared|rolling-update|[a-z]+-[a-z-]+|fscutility)\.[a-z][\w-]*\.[\w.-]+$/.test(text.trim()))
          .should.eql([]);
        texts.filter((text) => /__\w+__/.test(text)).should.eql([]);
        const nameless = await editor.page.evaluate(() =>
          $(".ru-form")
            .find("input:visible, select:visible, textarea:visible")
            .toArray()
            .filter((field) => {
              const labels = (field as HTMLInputElement).labels?.length ?? 0;
              return labels === 0 && !field.getAttribute("aria-label");
            })
            .map((field) => field.outerHTML),
        );
        nameless.should.eql([], "Fields without a name for screen readers.");
        await editor.done();
        ((await editor.property(type, "changed")) ?? false).should.equal(false);
      });

      it(`keeps what was set in ${type}`, async () => {
        await editor.open(type);
        await editor.page.fill(`#${prefix(type)}-name`, ` ${type} renamed `);
        await editor.done();
        for (const [property, value] of Object.entries({ ...saved[type], name: `${type} renamed` })) {
          const now = await editor.property(type, property);
          JSON.stringify(typeof value === "number" ? Number(now) : now).should.equal(JSON.stringify(value), `${type}.${property}`);
        }
      });
    }

    describe("says what is wrong with", () => {
      for (const type of types.filter((candidate) => mistakes.some(([typeOfMistake]) => typeOfMistake === candidate))) {
        it(type, async () => {
          await editor.open(type);
          await editor.page.evaluate(() => $(".ru-form details").prop("open", true));
          for (const [, field, wrong, reason] of mistakes.filter(([typeOfMistake]) => typeOfMistake === type)) {
            const selector = field.startsWith("#") ? field : `#${prefix(type)}-${field}`;
            const right = await editor.page.inputValue(selector);
            (await editor.reason(selector)).should.equal("", field);
            await editor.page.fill(selector, wrong);
            (await editor.reason(selector)).should.match(reason, field);
            if (type === "update-package") await editor.picture(`${name}-wrong-${type}`);
            await editor.page.fill(selector, right);
            (await editor.reason(selector)).should.equal("", field);
          }
          await editor.cancel();
        });
      }

      it("a window whose ends or zone are missing, and offers the zone", async () => {
        await editor.open("rolling-update");
        await editor.page.fill("#node-input-windowTo", "");
        (await editor.reason("#node-input-windowTo")).should.match(/both ends/);
        await editor.page.fill("#node-input-windowTo", "06:00");
        (await editor.reason("#node-input-windowTo")).should.equal("");
        (await editor.page.isVisible("#ru-overnight")).should.be.true();
        await editor.page.fill("#node-input-windowZone", "");
        (await editor.reason("#node-input-windowZone")).should.match(/Name the time zone/);
        await editor.page.fill("#node-input-windowFrom", "01:00");
        await editor.page.press("#node-input-windowFrom", "Tab");
        (await editor.page.inputValue("#node-input-windowZone")).should.not.equal("");
        (await editor.page.isVisible("#ru-overnight")).should.be.false();
        await editor.cancel();
      });

      it("the members in the batches that follow from what is typed, and what the array cannot spare", async () => {
        await editor.open("rolling-update");
        const batches = () =>
          editor.page
            .locator("#ru-batches li")
            .evaluateAll((all) => all.map((one) => [...one.children].map((name) => name.textContent).join()));
        (await batches()).should.eql(["cas1", "cas2", "cas3"]);
        await editor.page.locator("summary", { hasText: "How many at once" }).click();
        await editor.page.fill("#node-input-howMany", "1, 3");
        (await batches()).should.eql(["cas1", "cas2,cas3"]);
        await editor.page.fill("#node-input-howMany", "3");
        (await batches()).should.eql(["cas1,cas2", "cas3"]);
        (await editor.page.innerText("#ru-batches-remark")).should.match(/No batch has more than 2, so that 1 of the members always serve/);
        await editor.picture("batches");
        await editor.page.selectOption("#node-input-order", "reversed");
        (await batches()).should.eql(["cas3,cas2", "cas1"]);
        // As many as can be spared, by number or percentage, are not too many.
        const remark = () => editor.page.locator("#ru-batches-remark");
        for (const howMany of ["2", "99%"]) {
          await editor.page.fill("#node-input-howMany", howMany);
          (await remark().isVisible()).should.be.false();
        }
        await editor.page.fill("#node-input-howMany", "100%");
        (await remark().innerText()).should.match(/^No batch has more than 2/);
        await editor.page.fill("#node-input-howMany", "2");
        await editor.page.selectOption("#node-input-order", "default-host-last");
        (await remark().innerText()).should.match(/^Who the default host is, is asked when the run begins/);
        await editor.page.fill("#node-input-howMany", "all");
        (await editor.reason("#node-input-howMany")).should.match(/a number, a percentage/);
        (await editor.page.isVisible("#ru-batches")).should.be.false();
        (await remark().isVisible()).should.be.false();
        await editor.cancel();
      });

      it("a new node that is not set yet", async () => {
        for (const [type, field, reason] of [
          ["server-array", "[data-ru-rows='members']", /Add the members/],
          ["server-array", "#node-config-input-connection", /Choose how/],
          ["update-package", "#node-config-input-name", /Give the package a name/],
        ] as const) {
          await editor.openNew(type);
          (await editor.reason(field)).should.match(reason);
          await editor.cancel();
        }
      });
    });

    it("tells the limits of a number, and what it counts as while it is left empty", async () => {
      await editor.open("nlb-drainstop");
      ((await editor.page.textContent("[data-ru-limits='limitMinutes']")) ?? "").should.equal("1 to 1,440");
      await editor.page.fill("#node-input-limitMinutes", "");
      (await editor.reason("#node-input-limitMinutes")).should.equal("");
      ((await editor.page.getAttribute("#node-input-limitMinutes", "placeholder")) ?? "").should.equal("20");
      await editor.cancel();
    });

    it("opens a section in which something is set, and leaves the others folded", async () => {
      const isOpen = async (): Promise<boolean> =>
        await editor.page.evaluate(() => ($(".ru-form details").get(0) as HTMLDetailsElement | undefined)?.open === true);
      await editor.open("verify-health");
      (await isOpen()).should.be.true();
      await editor.cancel();
      await editor.open("restart-server");
      (await isOpen()).should.be.false();
      await editor.cancel();
    });

    it("groups the settings of the loop, and says of a folded group what is set in it", async () => {
      const groups = (): Promise<readonly (readonly string[])[]> =>
        editor.page.locator(".ru-form details").evaluateAll((all) =>
          all.map((group) => {
            const [heading, told] = [...(group.querySelector("summary")?.childNodes ?? [])].map((part) => part as HTMLElement);
            return [heading?.textContent ?? "", ...(told === undefined || told.hidden ? [] : [told.textContent ?? ""])];
          }),
        );
      await editor.open("rolling-update");
      (await groups()).should.eql([
        ["Maintenance window"],
        ["How many at once, and in which order", "Members at once 1 · As the array lists them"],
        ["When a step fails, and after a restart"],
        ["Checks while a run is at work", "Check others every 15 seconds · Message lost after 15 minutes"],
        ["Starts and answers over HTTP", "Only where Node-RED protects its HTTP nodes"],
      ]);
      await editor.page.locator("summary", { hasText: "How many at once" }).click();
      await editor.page.fill("#node-input-howMany", "");
      await editor.page.fill("#node-input-soakMinutes", "30");
      await editor.page.fill("#node-input-windowTo", "");
      for (const heading of ["How many at once", "Maintenance window", "When a step fails"])
        await editor.page.locator("summary", { hasText: heading }).click();
      (await editor.page.isVisible("#node-input-howMany")).should.be.false();
      (await groups()).slice(0, 3).should.eql([
        ["Maintenance window", "22:00 – ? · Europe/Zurich"],
        ["How many at once, and in which order", "Members at once 1 · As the array lists them · Soak 30 minutes"],
        ["When a step fails, and after a restart", "Hold the run, and ask a person · Go on from the last finished step"],
      ]);
      await editor.cancel();
    });

    it("hides what does not apply", async () => {
      const shown = (selector: string): Promise<boolean> => editor.page.isVisible(selector);
      await editor.open("nlb-drainstop");
      (await shown("#node-input-waitOnMinutes")).should.be.true();
      await editor.choose("mode", "stop");
      (await shown("#node-input-limitMinutes")).should.be.false();
      (await shown("#node-input-waitOnMinutes")).should.be.false();
      await editor.picture(`${name}-nlb-drainstop-stop`);
      await editor.done();
      ((await editor.property("nlb-drainstop", "mode")) as string).should.equal("stop");
      await editor.open("nlb-drainstop");
      await editor.choose("mode", "drain");
      await editor.done();

      await editor.open("server-array");
      await editor.page.selectOption("#node-config-input-serving", "script");
      (await shown("#node-config-input-servingPath")).should.be.false();
      (await shown("#node-config-input-servingScript")).should.be.true();
      await editor.cancel();

      await editor.open("update-package");
      await editor.page.selectOption("#node-config-input-kind", "windows-updates");
      (await shown("#node-config-input-file")).should.be.false();
      (await shown("#ru-kbs")).should.be.true();
      (await editor.reason("#node-config-input-file")).should.equal("");
      (await shown("#node-config-input-account")).should.be.false();
      await editor.page.selectOption("#node-config-input-kind", "setup");
      (await shown("#node-config-input-account")).should.be.true();
      await editor.page.fill("#node-config-input-file", "C:\\SP3\\setup.com");
      await editor.page.fill("#node-config-input-account", "gmsa-exchange$");
      (await editor.reason("#node-config-input-account")).should.match(/DOMAIN\\name is needed/);
      await editor.page.fill("#node-config-input-account", "CONTOSO\\gmsa-exchange$");
      (await editor.reason("#node-config-input-account")).should.equal("");
      await editor.picture(`${name}-update-package-setup`);
      await editor.cancel();

      await editor.open("scom-maintenance");
      await editor.page.selectOption("#node-input-action", "end");
      (await shown("#node-input-minutes")).should.be.false();
      await editor.cancel();
    });

    const themed = name === "Node-RED 5.0" ? it : undefined;
    themed?.("stays readable in a dark theme", async () => {
      await editor.page.evaluate(() => document.documentElement.classList.add("nr-theme-dark"));
      await editor.picture(`${name}-dark-flow`);
      const looked = process.env["SCREENSHOTS"] === undefined ? ["nlb-drainstop", "verify-health", "server-array"] : types;
      for (const type of looked) {
        await editor.open(type);
        await editor.picture(`${name}-dark-${type}`);
        if (type === "nlb-drainstop") await editor.page.fill("#node-input-limitMinutes", "0");
        const { text, reason, back } = await editor.page.evaluate(() => {
          const wrong = $(".ru-form .ru-reason").get(0);
          const label = getComputedStyle($(".ru-form label").get(0) as HTMLElement).color;
          const tray = getComputedStyle($(".red-ui-tray").get(0) as HTMLElement).backgroundColor;
          const light = (colour: string): number => (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
          return { text: light(label), reason: wrong === undefined ? null : light(getComputedStyle(wrong).color), back: light(tray) };
        });
        if (type === "nlb-drainstop") ((reason ?? 0) - back).should.be.above(200, "A reason cannot be read.");
        (text - back).should.be.above(200, type);
        await editor.cancel();
      }
      await editor.page.evaluate(() => document.documentElement.classList.remove("nr-theme-dark"));
    });
  });
}
