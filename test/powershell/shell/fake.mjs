/**
 * Speaks as PowerShell does on standard input and output, and misbehaves as told by FAKE in the environment: what a PowerShell on
 * this machine cannot show. Takes lines in order; a data line belongs to the Invoke-RUCall before it.
 */
import { writeFileSync, writeSync } from "node:fs";

const {
  /** Line end that Console.WriteLine writes. */
  eol = "\n",
  /** Written to standard output when a line is read. */
  before = "",
  /** Encoding of both streams, as a code page would be. */
  encoding = "utf8",
  /** The record in the first frame. */
  ready = { version: "7.6.1", edition: "Core", languageMode: "FullLanguage" },
  /** What it ends with at its start. */
  startsWith = null,
  ignoreSigterm = false,
  ignoreEnd = false,
  ignoreSigint = false,
  /** An interrupt comes so late, in ms, that the running command has ended by itself and another one is hit. */
  lateSigint = 0,
  silent = false,
  /** A file that is written when there is nothing left to do. */
  idle = null,
} = JSON.parse(process.env["FAKE"] ?? "{}");

const write = (fd, text) => {
  for (let bytes = Buffer.from(text, encoding), at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
};

if (startsWith !== null) {
  write(2, startsWith.stderr);
  process.exit(startsWith.code);
}
if (ignoreSigterm) process.on("SIGTERM", () => {});
let stop = () => {};
let finish = () => {};
process.on("SIGINT", () => {
  if (lateSigint > 0) {
    finish();
    setTimeout(() => stop(), lateSigint);
  } else if (!ignoreSigint) stop();
});

const { ROLLING_UPDATE_MARKER: marker } = process.env;
const memory = {};
const answer = (frame) => write(1, `${eol}@RU${marker} ${JSON.stringify(frame)}${eol}`);
const sleep = (ms) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    finish = () => {
      clearTimeout(timer);
      resolve();
    };
    stop = () => {
      clearTimeout(timer);
      reject(new Error("stopped"));
    };
  });

const lines = [];
let wake = () => {};
let rest = "";
const input = { ended: false };
let started = false;
process.stdin.setEncoding(encoding);
process.stdin.on("data", (chunk) => {
  const got = (rest + chunk).split("\n");
  rest = got.pop();
  lines.push(...got.map((line) => line.replace(/\r$/, "")));
  wake();
});
process.stdin.on("end", () => {
  input.ended = true;
  wake();
});
const next = async () => {
  if (idle !== null && started && lines.length === 0) writeFileSync(idle, "");
  while (lines.length === 0 && !input.ended)
    await new Promise((resolve) => {
      wake = resolve;
    });
  return lines.shift();
};

const steps = {
  echo: (step, said) => said.push(step.value),
  length: (step, said) => said.push(step.value.length),
  sleep: (step) => sleep(step.ms),
  remember: (step) => {
    memory[step.name] = step.value;
  },
  recall: (step, said) => said.push(memory[step.name]),
  out: (step) => write(1, step.text),
  swallow: async (step) => {
    for (let left = step.lines; left > 0; left--) await next();
  },
  exit: (step) => process.exit(step.code),
};

async function call() {
  const request = JSON.parse((await next()).slice(1));
  const said = [];
  let mute = false;
  for (const step of request.steps) {
    if (step.do === "mute") mute = true;
    else if (step.do === "answer") answer({ id: request.id, ok: true, said });
    else await steps[step.do](step, said);
  }
  if (!mute) answer({ id: request.id, ok: true, said });
}

async function run(line) {
  if (before !== "") write(1, before);
  const sentinel = /^\[Console\]::(Out|Error)\.Write(Line)?\("(\w+)(`n)?"\)$/.exec(line);
  if (sentinel !== null) write(sentinel[1] === "Out" ? 1 : 2, sentinel[3] + (sentinel[2] === "Line" ? eol : "\n"));
  else if (line.startsWith("& {")) {
    if (!silent) answer({ id: "ready", ok: true, records: [ready] });
  } else if (line === "Invoke-RUCall") await call();
  else if (line.startsWith("Start-Sleep")) await sleep(Number(line.split(" ").at(-1)));
  else if (/^".*"\.Length$/.test(line)) write(1, line.slice(1, -8).length + eol);
  else if (/^".*"$/.test(line)) write(1, line.slice(1, -1) + eol);
}

for (let line = await next(); line !== undefined; line = await next()) {
  try {
    await run(line);
  } catch (error) {
    if (error.message !== "stopped") throw error;
  }
  stop = () => {};
  started = true;
}
if (ignoreEnd) setInterval(() => {}, 1000);
