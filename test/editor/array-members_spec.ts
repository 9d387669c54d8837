import "should";
import { flow } from "./flow";
import type { Editor } from "./harness";
import { editorOf, runtimes } from "./runtimes";

const names = async (editor: Editor): Promise<string[]> =>
  await editor.page.evaluate(() =>
    $("#ru-members .ru-name")
      .toArray()
      .map((field) => (field as HTMLInputElement).value),
  );

for (const runtime of runtimes) {
  const { name } = runtime;
  describe(`The editor of ${name}`, function () {
    this.timeout(60_000);
    let editor: Editor;
    const started = editorOf(runtime, flow);
    before(() => {
      editor = started();
    });

    describe("lets the members of an array be", () => {
      const savedNames = async (): Promise<string[]> =>
        ((await editor.property("server-array", "members")) as { name: string }[]).map((member) => member.name);

      it("added", async () => {
        await editor.open("server-array");
        await editor.page.click(".red-ui-editableList-addButton:not([id])");
        (await editor.reason("#ru-members")).should.match(/Member 4: It has no name/);
        await editor.page.keyboard.type("cas4");
        (await editor.reason("#ru-members")).should.equal("");
        await editor.done();
        (await savedNames()).should.eql(["cas1", "cas2", "cas3", "cas4"]);
      });

      it("marked where they are wrong, all of them", async () => {
        const marked = async (): Promise<number[]> =>
          await editor.page.evaluate(() =>
            $("#ru-members li")
              .toArray()
              .flatMap((row, index) => ($(row).hasClass("ru-wrong") ? [index + 1] : [])),
          );
        await editor.open("server-array");
        await editor.page.fill("#ru-members li:nth-child(2) .ru-address", "http://x/y");
        await editor.page.fill("#ru-members li:nth-child(4) .ru-name", "-x");
        (await marked()).should.eql([2, 4]);
        await editor.page.fill("#ru-members li:nth-child(2) .ru-address", "");
        (await marked()).should.eql([4]);
        await editor.page.fill("#ru-members li:nth-child(4) .ru-name", "CAS1");
        (await marked()).should.eql([4]);
        await editor.cancel();
      });

      it("removed, also when Done follows at once", async () => {
        await editor.open("server-array");
        await editor.page.evaluate(() => {
          $("#ru-members .red-ui-editableList-item-remove").get(1)?.click();
          $("#node-config-dialog-ok").get(0)?.click();
        });
        await editor.closed();
        (await savedNames()).should.eql(["cas1", "cas3", "cas4"]);
      });

      it("dragged into another order", async () => {
        await editor.open("server-array");
        await editor.drag("#ru-members li:nth-child(3) .red-ui-editableList-item-handle", "#ru-members li:nth-child(1)");
        (await names(editor)).should.eql(["cas4", "cas1", "cas3"]);
        await editor.done();
        (await savedNames()).should.eql(["cas4", "cas1", "cas3"]);
      });

      it("pasted into a name field as a list", async () => {
        await editor.open("server-array");
        const before = await names(editor);
        await editor.page.click(".red-ui-editableList-addButton:not([id])");
        await editor.paste("#ru-members li:last-child .ru-name", "cas5\t10.0.0.5\r\ncas6\t10.0.0.6\r\n");
        (await names(editor)).should.eql([...before, "cas5", "cas6"]);
        (await editor.page.inputValue("#ru-members li:last-child .ru-address")).should.equal("10.0.0.6");
        await editor.cancel();
        (await savedNames()).should.eql(before);
      });

      it("pasted as many", async () => {
        await editor.open("server-array");
        const before = await names(editor);
        await editor.page.click("#ru-paste-open");
        await editor.page.fill("#ru-paste-text", "cas7, cas8; cas9\ncas1");
        await editor.picture(`${name}-server-array-paste`);
        await editor.page.click("#ru-paste-add");
        (await names(editor)).should.eql([...before, "cas7", "cas8", "cas9", "cas1"]);
        (await editor.reason("#ru-members")).should.match(/“cas1” is in the list twice/);
        await editor.picture(`${name}-server-array-twice`);
        await editor.cancel();
      });

      it("told apart by their host names only, not by their domains", async () => {
        await editor.open("server-array");
        await editor.page.click("#ru-paste-open");
        await editor.page.fill("#ru-paste-text", "cas9.a.example, cas9.b.example");
        await editor.page.click("#ru-paste-add");
        (await editor.reason("#ru-members")).should.match(/“cas9.a.example” and “cas9.b.example” have the same host name/);
        await editor.picture(`${name}-server-array-namesakes`);
        await editor.cancel();
        await editor.open("server-array");
        await editor.page.click("#ru-paste-open");
        await editor.page.fill("#ru-paste-text", "10.0.0.8, 10.0.0.9");
        await editor.page.click("#ru-paste-add");
        (await editor.reason("#ru-members")).should.equal("");
        await editor.cancel();
      });

      it("fewer than must stay in service only with a reason", async () => {
        await editor.open("server-array");
        await editor.page.fill("#node-config-input-minInService", "3");
        (await editor.reason("#node-config-input-minInService")).should.match(/only 2 others/);
        await editor.page.fill("#node-config-input-minInService", "0");
        (await editor.reason("#node-config-input-minInService")).should.equal("");
        (await editor.page.isVisible("[data-i18n$='server-array.notice.noneNeeded']")).should.be.true();
        await editor.cancel();
      });
    });

    it("makes an array and its connection from the form of a step", async () => {
      await editor.open("nlb-start");
      await editor.page.evaluate(() => $(".ru-form details").prop("open", true));
      await editor.page.click("#node-input-btn-array-add");
      await editor.opened("#ru-members");
      await editor.page.fill("#node-config-input-name", "new array");
      await editor.page.click(".red-ui-editableList-addButton:not([id])");
      await editor.page.keyboard.type("web1");
      await editor.page.click(".red-ui-editableList-addButton:not([id])");
      await editor.page.keyboard.type("web2");
      await editor.page.click("#node-config-input-btn-connection-add");
      await editor.opened("#ru-faults");
      await editor.page.fill("#node-config-input-name", "new lab");
      await editor.page.click("#node-config-dialog-ok:visible");
      await editor.opened("#ru-members");
      (await names(editor)).should.eql(["web1", "web2"]);
      await editor.page.click("#node-config-dialog-ok:visible");
      await editor.opened("#node-input-limitMinutes");
      await editor.page.fill("#node-input-server", "web3");
      (await editor.reason("#node-input-server")).should.match(/“web3” is not a member/);
      await editor.page.fill("#node-input-server", "WEB2");
      (await editor.reason("#node-input-server")).should.equal("");
      await editor.done();
      const array = (await editor.property("nlb-start", "array")) as string;
      ((await editor.property(array, "name")) as string).should.equal("new array");
      ((await editor.property(array, "valid")) as boolean).should.be.true();
      ((await editor.property((await editor.property(array, "connection")) as string, "name")) as string).should.equal("new lab");
    });
  });
}
