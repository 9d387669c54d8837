import should from "should";
import { asNew } from "../shared/node-fields";
import { chromium, howToGetChromium, requireTool } from "../shared/tools";
import { Editor, type Flow } from "./harness";
import { runtimes } from "./runtimes";

const SECRET = "hunter2-never-to-be-seen";
const lab = { kind: "lab", role: "exchange-cas", seed: 7, speed: 3000, faults: [], truthFile: "" };
const flow: Flow = [
  { id: "tab", type: "tab", label: "test" },
  // As version 1 has saved it.
  { id: "old", type: "server-connection", version: 1, name: "Lab", ...lab },
  { id: "real", type: "server-connection", ...asNew("server-connection"), name: "Real", ...lab, kind: "winrm" },
  { id: "unused", type: "server-connection", ...asNew("server-connection"), name: "Unused", ...lab },
  {
    id: "array",
    type: "server-array",
    version: 1,
    name: "connection-test-array",
    members: ["cas1", "cas2"].map((name) => ({ name, address: "" })),
    minInService: 1,
    connection: "old",
    scomServer: "scom01.contoso.com",
    serving: "nlb",
    servingPort: 443,
    servingPath: "/",
    servingStatus: "200",
  },
];

const field = (name: string): string => `#node-config-input-${name}`;
const realFields = [
  "authentication",
  "user",
  "password",
  "useSsl",
  "endpoint",
  "monitoringEndpoint",
  "sshUser",
  "keyFile",
  "executable",
  "port",
  "setupUser",
  "setupPassword",
];
const setup = ["setupUser", "setupPassword"];

for (const { name, node, nodeRed, how } of runtimes)
  describe(`The form of a server-connection in ${name}`, function () {
    this.timeout(60_000);
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
      if (this.currentTest?.state === "failed")
        await editor.picture(`failed-${name}-connection-${this.currentTest.title}`.replaceAll(/\W+/g, "-"));
      const complaints = editor.complaints.splice(0).filter((text) => !/status of 404/.test(text));
      await editor.closeAll();
      complaints.should.eql([], "The page complained.");
    });

    const shown = (name: string): Promise<boolean> => editor.page.isVisible(field(name));
    const choose = async (name: string, value: string): Promise<void> => void (await editor.page.selectOption(field(name), value));
    const openAll = async (id: string): Promise<void> => {
      await editor.open(id);
      await editor.page.evaluate(() => $(".ru-form details").prop("open", true));
    };
    const press = async (): Promise<string> => {
      await editor.page.click("#ru-try");
      await editor.page.waitForFunction(() => $("#ru-try").prop("disabled") === false && $("#ru-tried .ru-tried-line").length > 0);
      return (await editor.page.textContent("#ru-tried")) ?? "";
    };

    it("shows for each way what it needs, and nothing else", async () => {
      await openAll("real");
      for (const [kind, wanted] of [
        ["lab", []],
        ["winrm", ["authentication", "user", "password", "useSsl", "endpoint", "monitoringEndpoint", "executable", "port", ...setup]],
        ["ssh", ["sshUser", "keyFile", "executable", ...setup]],
        ["local", ["executable", ...setup]],
      ] as const) {
        await choose("kind", kind);
        const visible = [];
        for (const property of realFields) if (await shown(property)) visible.push(property);
        visible.should.eql(wanted, kind);
        (await shown("seed")).should.equal(kind === "lab");
        await editor.picture(`${name}-connection-${kind}`);
      }
    });

    it("asks for a certificate in place of a user where that is how it authenticates, and for HTTPS", async () => {
      await openAll("real");
      await choose("authentication", "Certificate");
      [await shown("user"), await shown("password"), await shown("certificateThumbprint")].should.eql([false, false, true]);
      (await editor.reason(field("certificateThumbprint"))).should.match(/40 hexadecimal digits/);
      (await editor.reason(field("useSsl"))).should.match(/needs HTTPS/);
      await editor.picture(`${name}-connection-certificate`);
      await editor.page.fill(field("certificateThumbprint"), "ab ".repeat(20));
      await editor.page.check(field("useSsl"));
      (await editor.reason(field("certificateThumbprint"))).should.equal("");
      (await editor.reason(field("useSsl"))).should.equal("");
    });

    it("says what is wrong with ports, endpoints and the SSH user", async () => {
      await openAll("real");
      await editor.page.fill(field("port"), "70000");
      (await editor.reason(field("port"))).should.match(/From 1 to 65535/);
      await editor.page.fill(field("endpoint"), "a b");
      (await editor.reason(field("endpoint"))).should.match(/name of an endpoint/);
      await choose("kind", "ssh");
      (await editor.reason(field("sshUser"))).should.match(/account on the servers/);
      await editor.page.fill(field("sshUser"), "-oProxyCommand=x");
      (await editor.reason(field("sshUser"))).should.match(/account on the servers/);
    });

    it("wants a user and a password, or neither", async () => {
      await openAll("real");
      await editor.page.fill(field("user"), "contoso\\svc");
      (await editor.reason(field("password"))).should.match(/A user needs a password/);
      (await editor.reason(field("user"))).should.equal("");
      await editor.page.fill(field("password"), "x");
      (await editor.reason(field("password"))).should.equal("");
      await editor.page.fill(field("user"), "");
      (await editor.reason(field("user"))).should.match(/A password needs its user/);
    });

    it("wants an account for setup with its password, or neither, and none that has a password which nobody knows", async () => {
      await openAll("real");
      await editor.page.fill(field("setupUser"), "svc-setup");
      (await editor.reason(field("setupUser"))).should.match(/DOMAIN\\name is needed/);
      (await editor.reason(field("setupPassword"))).should.match(/An account needs its password/);
      await editor.page.fill(field("setupUser"), "CONTOSO\\gmsa-exchange$");
      (await editor.reason(field("setupUser"))).should.match(/managed account.*name it in the package alone/);
      await editor.page.fill(field("setupUser"), "CONTOSO\\svc-setup");
      (await editor.reason(field("setupUser"))).should.equal("");
      await editor.page.fill(field("setupPassword"), "x");
      (await editor.reason(field("setupPassword"))).should.equal("");
      await editor.picture(`${name}-connection-setup-account`);
      await editor.page.evaluate(() => document.documentElement.classList.add("nr-theme-dark"));
      await editor.picture(`${name}-connection-setup-account-dark`);
      await editor.page.evaluate(() => document.documentElement.classList.remove("nr-theme-dark"));
      await editor.page.fill(field("setupUser"), "");
      (await editor.reason(field("setupUser"))).should.match(/A password needs its account/);
    });

    it("keeps a node of version 1 as it was, and brings it up to date when it is saved", async () => {
      await editor.open("old");
      await editor.page.fill(field("name"), "Lab renamed");
      await editor.done();
      should(await editor.property("old", "version")).equal(2);
      should(await editor.property("old", "speed")).eql(3000);
      for (const [property, value] of Object.entries({ ...asNew("server-connection"), ...lab, name: "Lab renamed" }))
        String(await editor.property("old", property)).should.equal(String(value), property);
    });

    it("says to deploy first where the connection has changed, on disk or in the form", async () => {
      should(await editor.property("old", "changed")).equal(true);
      await editor.open("old");
      (await press()).should.match(/Deploy first/);
      await editor.picture(`${name}-connection-deploy-first`);
      await editor.cancel();
      await editor.open("unused");
      await editor.page.fill(field("speed"), "500");
      (await press()).should.match(/Deploy first/);
    });

    it("keeps a password apart from the flow: it is in no export, and the editor never gets it back", async () => {
      await editor.open("real");
      await editor.page.fill(field("user"), "contoso\\svc");
      await editor.page.fill(field("password"), SECRET);
      await editor.done();
      const exported = await editor.page.evaluate(() =>
        JSON.stringify(
          (RED.nodes as unknown as { createCompleteNodeSet(options: { credentials: boolean }): unknown }).createCompleteNodeSet({
            credentials: false,
          }),
        ),
      );
      exported.should.not.containEql(SECRET);
      const deployed = editor.page.waitForResponse(
        (response) => response.url().endsWith("/flows") && response.request().method() === "POST",
      );
      await editor.page.click("#red-ui-header-button-deploy");
      (await deployed).ok().should.be.true();
      const kept = await editor.page.evaluate(async () => {
        const get = async (url: string): Promise<string> => await (await fetch(url)).text();
        return [await get("flows"), await get("credentials/server-connection/real")];
      });
      kept.join().should.not.containEql(SECRET);
      JSON.parse(kept[1] ?? "").should.match({ user: "contoso\\svc", has_password: true });
      await editor.open("real");
      (await editor.page.inputValue(field("user"))).should.equal("contoso\\svc");
      (await editor.page.inputValue(field("password"))).should.equal("__PWRD__");
      await editor.done();
      should((await editor.property("real", "changed")) ?? false).equal(false);
      await editor.open("real");
      await editor.page.fill(field("user"), "");
      await editor.page.fill(field("password"), "");
      await editor.done();
      should((await editor.property("real", "changed")) ?? false).equal(true);
      ((await editor.property("real", "credentials")) as object).should.match({ user: "", has_password: false });
    });

    it("tests a connection that is deployed, and says how each member answered", async () => {
      await editor.page.waitForFunction(() => RED.nodes.node("old")?.changed !== true);
      await editor.open("old");
      const text = await press();
      text.should.match(/connection-test-array.*cas1 all \d+ questions were answered.*cas2 all \d+ questions/);
      (await editor.page.locator("#ru-tried [data-outcome=works]").count()).should.equal(2);
      await editor.picture(`${name}-connection-tested`);
      await editor.cancel();
      await editor.open("unused");
      (await press()).should.match(/No deployed server-array uses this connection/);
    });

    it("shows in words and with an icon what does not work, in a light and a dark theme", async () => {
      const tried = (summary: string, outcome: string, what: string | null, hint: string | null) => ({ summary, outcome, what, hint });
      const answer = {
        arrays: [
          {
            array: "CAS array",
            problem: null,
            members: [
              {
                member: "cas1",
                tried: [tried("Services", "works", null, null), tried("NLB", "missing-module", "no module", "Install it")],
                notAsked: null,
              },
              { member: "cas2", tried: [tried("Operating system", "unreachable", "it does not answer", null)], notAsked: null },
              {
                member: "cas3",
                tried: [tried("Operating system", "access-denied", "access is denied", "Use <b>another</b> account")],
                notAsked: null,
              },
              { member: "cas4", tried: [tried("Pending restart", "not-offered", "no function", "Register it")], notAsked: null },
              ...["cas5", "cas6"].map((member) => ({
                member,
                tried: [],
                notAsked: "access was denied on cas3; <i>more</i> could lock it",
              })),
            ],
          },
          { array: "Broken", problem: "It has no members.", members: [] },
        ],
      };
      await editor.page.route("**/rolling-update/connections/*/test", (route) => route.fulfill({ json: answer }));
      await editor.open("old");
      const text = await press();
      text.should.match(/cas1 1 of 2 questions.*cas1: a module is missing NLB – no module\. Install it/);
      text.should.match(/cas2: cannot be reached.*cas3: access denied.*Use <b>another<\/b> account.*Broken.*It has no members/);
      text.should.match(/cas4: not offered by the endpoint Pending restart – no function\. Register it/);
      text.should.match(/cas5, cas6: not asked access was denied on cas3; <i>more<\/i> could lock it/);
      (await editor.page.locator("#ru-tried [data-outcome=not-asked]").count()).should.equal(1);
      (await editor.page.locator("#ru-tried .ru-tried-line > .fa").count()).should.equal(7);
      await editor.picture(`${name}-connection-tried`);
      await editor.page.evaluate(() => document.documentElement.classList.add("nr-theme-dark"));
      await editor.picture(`${name}-connection-tried-dark`);
      await editor.page.evaluate(() => document.documentElement.classList.remove("nr-theme-dark"));
      await editor.page.unroute("**/rolling-update/connections/*/test");
    });
  });
