/**
 * Speaks as PowerShell does on standard input and output, and misbehaves as told by FAKE in the environment: what a PowerShell on
 * this machine cannot show. It has one lane, in which requests run while lines go on being read.
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
  /** A request that is told to stop goes on. */
  ignoreStop = false,
  /** It does not say how its lanes are. */
  dumb = false,
  silent = false,
  /** It is ready, and then reads no line. */
  deaf = false,
  /** What it says of its memory. */
  memory: weight = { bytes: 1, givenUp: 0 },
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
const { ROLLING_UPDATE_MARKER: marker } = process.env;
const memory = {};
const answer = (frame) => write(1, `${eol}@RU${marker} ${JSON.stringify(frame)}${eol}`);
const sleep = (ms) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
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

async function call(id, request) {
  const said = [];
  for (const step of request.steps) {
    if (step.do === "answer") answer({ id, ok: true, said });
    else await steps[step.do](step, said);
  }
  answer({ id, ok: true, said });
}

let running = null;
function take(line) {
  const [, kind, lane, rest = ""] = /^#([A-Z])(?: (\d+))?(?: (.*))?$/.exec(line) ?? [];
  if (kind === "P") answer({ id: "there", ok: true });
  else if (kind === "N") answer({ id: `lane ${lane}`, ok: true });
  else if (kind === "M") answer({ id: "memory", ok: true, ...weight });
  else if (kind === "X" && !ignoreStop) stop();
  else if (kind === "Q" && !dumb) answer({ id: `state ${lane}`, ok: true, state: running === null ? "ready" : "stopping" });
  else if (kind === "R") {
    const [, id, text] = /^(\d+) (.*)$/.exec(rest);
    running = call(Number(id), JSON.parse(text))
      .catch((/** @type {unknown} */ error) => {
        if (!(error instanceof Error) || error.message !== "stopped") throw error;
        answer({ id: Number(id), ok: false, error: { stage: "lost", id: "no-result", message: "" } });
      })
      .finally(() => {
        running = null;
        stop = () => {};
        if (idle !== null && lines.length === 0) writeFileSync(idle, "");
      });
  }
}

async function run(line) {
  if (before !== "") write(1, before);
  const sentinel = /^\[Console\]::(Out|Error)\.Write(Line)?\("(\w+)(`n)?"\)$/.exec(line);
  if (sentinel !== null) write(sentinel[1] === "Out" ? 1 : 2, sentinel[3] + (sentinel[2] === "Line" ? eol : "\n"));
  else if (line.startsWith("& {")) {
    if (silent) return;
    answer({ id: "ready", ok: /^(5\.[1-9]|[67])/.test(ready.version), records: [ready] });
    if (deaf) return;
    for (let data = await next(); data !== undefined; data = await next()) {
      if (before !== "") write(1, before);
      take(data);
    }
    await running;
    if (!ignoreEnd) process.exit(0);
  } else if (/^".*"\.Length$/.test(line)) write(1, line.slice(1, -8).length + eol);
  else if (/^".*"$/.test(line)) write(1, line.slice(1, -1) + eol);
}

for (let line = await next(); line !== undefined; line = await next()) {
  await run(line);
  started = true;
}
if (ignoreEnd) setInterval(() => {}, 1000);
