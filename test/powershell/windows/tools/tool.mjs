/** A program of Windows as a stand-in: asks the world what happens, prints it, and ends as the world says. */
import { createConnection } from "node:net";
import process from "node:process";

const [tool, ...args] = process.argv.slice(2);
const [host, port] = (process.env["ROLLING_UPDATE_WORLD"] ?? "").split(":");
const request = { server: process.env["ROLLING_UPDATE_SERVER"], ask: "tool", args: { tool, args }, pid: process.ppid };

const socket = createConnection({ host, port: Number(port) }, () => socket.write(`${JSON.stringify(request)}\n`));
let text = "";
socket.setEncoding("utf8").on("data", (part) => {
  text += part;
  if (!text.endsWith("\n")) return;
  socket.destroy();
  const reply = JSON.parse(text);
  // The answer is lost with the session in which the program was started.
  if (reply.lost === true) process.kill(process.ppid, "SIGKILL");
  if (!reply.ok) {
    process.stderr.write(`${reply.error.message}\n`);
    process.exitCode = 255;
    return;
  }
  if (reply.value.output !== undefined) process.stdout.write(`${reply.value.output}\n`);
  if (reply.value.error !== undefined) process.stderr.write(`${reply.value.error}\n`);
  process.exitCode = reply.value.exitCode;
});
socket.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 255;
});
