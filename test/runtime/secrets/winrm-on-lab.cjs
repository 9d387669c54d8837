// Preloaded into a Node-RED of the tests that works by WinRM, which is for Windows: the connection is made as it would be there, and what it
// leads to is a lab. ON_LAB: { package: its folder, record: file for what was given, speed, faults }.
const { createHash } = require("node:crypto");
const { appendFileSync } = require("node:fs");
const path = require("node:path");

const { package: folder, record, speed, faults } = JSON.parse(process.env.ON_LAB);
const built = (file) => require(path.join(folder, "dist", file));

const settings = built("nodes/server-connection/settings.js");
const { settingsOf } = settings;
settings.settingsOf = (config, secrets) => settingsOf(config, secrets, "win32");

built("nodes/server-connection/adapter.js").adapter.connect = (way) => {
  const shown = ({ user, password }) => ({ user, sha256: createHash("sha256").update(password).digest("hex") });
  const { winrm, jobCredential } = way.settings;
  appendFileSync(record, `${JSON.stringify({ kind: way.settings.kind, ...shown(winrm.credential), setup: shown(jobCredential) })}\n`);
  const { Lab } = built("lib/adapters/lab/index.js");
  const lab = new Lab({ array: "by-winrm", members: way.members.map(({ name }) => name), seed: 1, speed, faults });
  const invoke = async (...question) => {
    try {
      return await lab.invoke(...question);
    } catch (error) {
      // The worst that an adapter could do: its errors have everything with them that it knows.
      if (!(error instanceof Error)) throw error;
      Object.assign(error, { cause: new Error(`with ${JSON.stringify(way.settings)}`), settings: way.settings });
      throw error;
    }
  };
  return { kind: way.settings.kind, clock: lab.clock, invoke, close: () => lab.close() };
};
