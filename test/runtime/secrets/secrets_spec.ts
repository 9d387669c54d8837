import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { RunDocument } from "../../../lib/run/record/document";
import { edited, exampleFlow, statusesToLog } from "../flows/example-flow";
import { code } from "../flows/bundled-flow";
import type { Flow } from "../node-red/node-red-process";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { runEnded } from "../flows/run-in-node-red";
import { requireRuntime, runtimes } from "../node-red/runtimes";

const USER = "CONTOSO\\planted-user";
const PASSWORD = "planted-Passw0rd";
/** Of the account under which setup may run. */
const SETUP_USER = "CONTOSO\\planted-setup";
const SETUP = "planted-S3tup";
/** Of the user who signs on at a member. */
const SIGNER = "CONTOSO\\planted-signer";
const SIGN_ON = "planted-S1gnOn";
/** For a connection that cannot be used, since it has no user. */
const OTHER = "planted-0ther";
const LIMIT_MS = 60_000;
const ARRAY = "exchange-cas-array";
const CONNECTION = "cas-lab";

/** The ways in which a text may stand in a file or a log. */
const formsOf = (secret: string): readonly Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, "utf16le"),
  Buffer.from(Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1)),
  Buffer.from(Buffer.from(secret, "utf16le").toString("base64").replace(/=+$/, "").slice(0, -1)),
  Buffer.from(Buffer.from(secret).toString("hex")),
];
const secrets = [PASSWORD, SETUP, OTHER, SIGN_ON, "planted-user", "planted-signer"].flatMap(formsOf);
const hasSecret = (content: Buffer | string): boolean => secrets.some((form) => Buffer.from(content).includes(form));
const linesWithSecret = (lines: readonly string[]): string[] => lines.filter(hasSecret);

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Writes all of a message to the log, but what Node holds open for its answer. */
const spy = (port: string) => `
  const { req, res, ...rest } = msg;
  node.log("SEEN ${port} " + util.inspect(rest, { depth: null, breakLength: Infinity, maxStringLength: null, maxArrayLength: null }));
  return null;`;

/** The bundled flow by WinRM, with its credentials as the editor sends them, and everything that passes in it written to the log. */
function byWinRm(bundled: Flow): Flow {
  const flow = [bundled]
    .map((nodes) =>
      edited(nodes, "server-connection", {
        kind: "winrm",
        authentication: "Kerberos",
        executable: "not-there",
        credentials: { user: USER, password: PASSWORD, setupUser: SETUP_USER, setupPassword: SETUP },
      }),
    )
    .map((nodes) => edited(nodes, "verify-health", { signOn: "forms", credentials: { signOnUser: SIGNER, signOnPassword: SIGN_ON } }))
    .map((nodes) => edited(nodes, "rolling-update", { openHttp: true }))
    .flat();
  const loop = flow.find(({ type }) => type === "rolling-update") as { id: string; z: string; wires: string[][] };
  const ports = ["member", "finished", "stopped", "reply"];
  const spied = edited(flow, loop.id, { wires: loop.wires.map((wires, port) => [...wires, `spy-${ports[port]}`]) });
  const spies = [...ports, "error"].map((port) => ({
    id: `spy-${port}`,
    type: "function",
    z: loop.z,
    name: port,
    x: 0,
    y: 0,
    ...code(spy(port)),
    wires: [[]],
  }));
  const caught = { id: "spy-catch", type: "catch", z: loop.z, name: "", scope: null, uncaught: false, x: 0, y: 0, wires: [["spy-error"]] };
  const array = flow.find(({ type }) => type === "server-array") as Flow[number];
  const connection = spied.find(({ type }) => type === "server-connection") as Flow[number];
  const unusable = [
    { ...connection, id: "unusable", name: "Unusable", credentials: { password: OTHER } },
    { ...array, id: "unusable-array", name: "of the unusable one", connection: "unusable" },
  ];
  return [...spied, ...spies, caught, ...unusable, ...statusesToLog(loop.z)];
}

for (const runtime of runtimes) {
  describe(`Secrets of a connection in ${runtime.name}`, function () {
    this.timeout(2 * LIMIT_MS);
    let userDir: string;
    let outside: string;
    let red: NodeRedProcess;
    let run: RunDocument;
    /** What was answered over HTTP, by what was asked. */
    const answers = new Map<string, string>();
    const ask = async (path: string, body?: unknown): Promise<string> => {
      const answer = await fetch(`${red.url}${path}`, {
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
        headers: { "content-type": "application/json", "Node-RED-API-Version": "v2" },
      });
      const text = await answer.text();
      answers.set(`${path} ${JSON.stringify(body ?? null)}`, `${JSON.stringify([...answer.headers])}\n${text}`);
      return text;
    };

    before(requireRuntime(runtime));
    before("a run that updates one member and fails on the next", async () => {
      userDir = await makeUserDir();
      outside = await mkdtemp(join(tmpdir(), "rolling-update-secrets-"));
      const onLab = {
        package: join(userDir, "node_modules", "@rolling-update", "node-red"),
        record: join(outside, "given"),
        speed: 900,
        faults: [{ name: "installer-fails", member: "CAS2" }],
      };
      red = await NodeRedProcess.start({
        runtime,
        userDir,
        flows: [],
        settings: { logging: { console: { level: "trace", metrics: true, audit: true } } },
        env: { ON_LAB: JSON.stringify(onLab), NODE_OPTIONS: `--require "${join(__dirname, "winrm-on-lab.cjs").replaceAll("\\", "/")}"` },
      });
      await red.deploy(byWinRm(exampleFlow(userDir, ARRAY)));
      const started = JSON.parse(await ask(`/rolling-update/${ARRAY}/runs`, { note: "at night", requestedBy: "somebody" })) as {
        runId: string;
      };
      await ask(`/rolling-update/${ARRAY}/runs`, {});
      await runEnded(red, started.runId, LIMIT_MS);
      run = JSON.parse(await ask(`/rolling-update/${ARRAY}/runs/${started.runId}`)) as RunDocument;
      await ask(`/rolling-update/connections/${CONNECTION}/test`, {});
      await ask("/rolling-update/connections/unusable/test", {});
      for (const path of ["/flows", "/settings", "/diagnostics", `/credentials/server-connection/${CONNECTION}`]) await ask(path);
      should(await red.stop()).equal(0, red.log());
    });
    after(async () => {
      await red?.kill();
      if (outside !== undefined) await rm(outside, { recursive: true, force: true });
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    it("reach the connection whole", async () => {
      // What is looked for below is found where it is.
      hasSecret(await readFile(join(outside, "given"))).should.be.true();
      const given = (await readFile(join(outside, "given"), "utf8"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);
      const sha256 = (secret: string) => createHash("sha256").update(secret).digest("hex");
      should(given[0]).eql({ kind: "winrm", user: USER, sha256: sha256(PASSWORD), setup: { user: SETUP_USER, sha256: sha256(SETUP) } });
      should(run).match({ outcome: "stopped", reasonCode: "installer-failed" });
      JSON.stringify(run.members[0]).should.match(/a user has signed on/);
      run.members.map(({ outcome }) => outcome).should.eql(["updated", "failed", "untouched", "untouched"]);
    });

    it("are in no file below the user directory: journal, report, log of changes, or flow", async () => {
      const files = await filesIn(userDir);
      const names = files.map((file) => file.slice(userDir.length));
      for (const kind of [
        /flows\.json$/,
        /flows_cred\.json$/,
        /journals?.*\.jsonl$|runs.*\.jsonl$/,
        /reports.*\.html$/,
        /reports.*\.json$/,
      ])
        names.some((name) => kind.test(name)).should.be.true(`${String(kind)} in ${names.join(", ")}`);
      const found: string[] = [];
      for (const file of files) if (hasSecret(await readFile(file))) found.push(file);
      found.should.eql([]);
    });

    it("are in no message, no status and no line of the log", () => {
      for (const seen of [/SEEN member /, /SEEN stopped /, /SEEN reply /, /STATUS .*: ./])
        red.lines.some((line) => seen.test(line)).should.be.true(String(seen));
      linesWithSecret(red.lines).should.eql([]);
    });

    it("are in no answer over HTTP, but the user's name where the editor asks for it", () => {
      const ofTheForm = `/credentials/server-connection/${CONNECTION} null`;
      should(answers.get(ofTheForm))
        .match(/planted-user/)
        .and.match(/"has_password":true/);
      [...answers].filter(([asked, text]) => asked !== ofTheForm && hasSecret(text)).should.eql([]);
      for (const secret of [PASSWORD, SETUP]) should(answers.get(ofTheForm)).not.match(new RegExp(secret));
      should(answers.get(`/rolling-update/connections/unusable/test {}`)).match(/a password but no user/);
      should(answers.get(`/rolling-update/${ARRAY}/runs {}`)).match(/array-busy/);
    });
  });
}
