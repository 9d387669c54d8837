import { saidServing } from "../../shared/english";
import should from "should";
import { servingBy, ServingSettings } from "../../../lib/gates/serving";
import { AnsweringServer } from "../../shared/answering";
import { nlbHost } from "../../shared/readings";

/** Everything that a form holds, as text where a form gives text. */
const form = {
  serving: "http",
  servingScheme: "http",
  servingPort: "8080",
  servingPath: "/health",
  servingHost: " mail.example.org ",
  servingStatus: "204",
  servingScript: "",
};

const refused = (settings: object): [field: string, why: string] => {
  const [issue] = ServingSettings.safeParse(settings).error?.issues ?? [];
  return [issue?.path.join(".") ?? "", issue?.message ?? ""];
};

/** What a member in perfect health is asked under these settings. */
const askedBy = async (settings: object) => {
  const server = new AnsweringServer("CAS1", {
    "nlb.host": nlbHost({ isDefaultHost: true }),
    "probe.http": { status: 204, ms: 1, error: null },
    "probe.tcp": { open: true, ms: 1, error: null },
    "script.look": { exitCode: 0, output: "" },
  });
  const [verdict] = await saidServing(servingBy(ServingSettings.parse(settings)))([server]);
  should(verdict?.serves).be.true();
  return server.asked;
};

describe("The settings of how to tell that a member serves", () => {
  it("have defaults that fit an Exchange array behind NLB", () => {
    ServingSettings.parse({}).should.eql({
      serving: "nlb",
      servingScheme: "https",
      servingPort: 443,
      servingPath: "/",
      servingHost: "",
      servingStatus: 200,
      servingScript: "",
    });
  });

  it("are taken as a form gives them", () => {
    ServingSettings.parse({ ...form, name: "of the node" }).should.eql({
      ...form,
      servingPort: 8080,
      servingHost: "mail.example.org",
      servingStatus: 204,
    });
  });

  it("may leave empty what the chosen way does not need", () => {
    const settings = { serving: "script", servingScript: "C:\\serves.ps1", servingPort: "", servingPath: "", servingStatus: "" };
    ServingSettings.parse(settings).should.have.properties({ servingPort: 443, servingPath: "/", servingStatus: 200 });
  });

  it("are refused with a reason, at the field that is wrong", () => {
    for (const servingPort of ["0", "65536", -1]) should(refused({ servingPort })).eql(["servingPort", "must be a port from 1 to 65535"]);
    should(refused({ servingPath: "health" })).eql(["servingPath", "must begin with /, like /owa/healthcheck.htm"]);
    should(refused({ servingStatus: 20 })).eql(["servingStatus", "must be an HTTP status, like 200"]);
    refused({ servingPort: "https" })[0].should.equal("servingPort");
    refused({ serving: "ping" })[0].should.equal("serving");
    const [field, why] = refused({ serving: "script", servingScript: " " });
    field.should.equal("servingScript");
    why.should.match(/must name the script/);
  });

  it("do not take an open port for an HTTP answer", () => {
    refused({ serving: "http", servingScheme: "tcp" })[0].should.equal("servingScheme");
  });

  it("choose NLB with an HTTP probe or a TCP probe", async () => {
    const http = { scheme: "http", port: 8080, path: "/health", host: "mail.example.org" };
    (await askedBy({ ...form, serving: "nlb" })).should.eql([
      { op: "nlb.host", args: {} },
      { op: "probe.http", args: http },
    ]);
    (await askedBy({ ...form, serving: "nlb", servingScheme: "tcp" })).should.eql([
      { op: "nlb.host", args: {} },
      { op: "probe.tcp", args: { port: 8080 } },
    ]);
  });

  it("choose an HTTP probe over http too", async () => {
    (await askedBy(form)).should.eql([
      { op: "probe.http", args: { scheme: "http", port: 8080, path: "/health", host: "mail.example.org" } },
    ]);
  });

  it("choose an HTTP probe, without another host name unless one is set", async () => {
    (await askedBy({ ...form, servingScheme: "https", servingHost: "" })).should.eql([
      { op: "probe.http", args: { scheme: "https", port: 8080, path: "/health" } },
    ]);
  });

  it("choose a script of the user's own", async () => {
    (await askedBy({ ...form, serving: "script", servingScript: "C:\\serves.ps1" })).should.eql([
      { op: "script.look", args: { file: "C:\\serves.ps1" } },
    ]);
  });
});
