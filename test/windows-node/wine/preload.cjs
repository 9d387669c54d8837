/*
 * Loaded before everything else into a Node.js for Windows that runs under Wine 8. It leaves out what this Wine cannot do, and refuses what this
 * Wine lets pass though Windows does not. `quirks_spec.ts` looks whether Wine still needs it.
 */
const fs = require("node:fs");
const promises = require("node:fs/promises");
const net = require("node:net");

const refused = (code, call, path) =>
  Object.assign(new Error(`${code}: refused as Windows does, ${call} '${path}'`), { code, syscall: call });

// libuv sets the time of the first keep-alive probe, which Wine 8 does not know; the socket could then not connect.
net.Socket.prototype.setKeepAlive = function () {
  return this;
};

// libuv creates the first instance of a pipe with FILE_FLAG_FIRST_PIPE_INSTANCE, so a second server is told EADDRINUSE. Wine 8 ignores the flag.
const listen = Reflect.get(net.Server.prototype, "listen");
net.Server.prototype.listen = function (...args) {
  const path = typeof args[0] === "object" ? args[0]?.path : args[0];
  if (typeof path !== "string" || !path.startsWith("\\\\.\\pipe\\")) return listen.apply(this, args);
  const other = net.connect(path);
  other.once("connect", () => {
    other.destroy();
    this.emit("error", refused("EADDRINUSE", "listen", path));
  });
  other.once("error", () => listen.apply(this, args));
  return this;
};

// A handle that was opened for appending has FILE_APPEND_DATA but not FILE_WRITE_DATA, which the end of a file cannot be set without
// (nodejs/node#3177, ZwSetInformationFile: FileEndOfFileInformation). Wine 8 does not ask for it.
const appends = (flags) => (typeof flags === "string" ? flags.startsWith("a") : (flags & fs.constants.O_APPEND) !== 0);
const { open } = promises;
promises.open = async (path, flags, mode) => {
  const file = await open(path, flags, mode);
  if (appends(flags)) file.truncate = () => Promise.reject(refused("EPERM", "ftruncate", path));
  return file;
};
const appending = new Map();
const { openSync, closeSync, ftruncateSync } = fs;
fs.openSync = (path, flags, mode) => {
  const fd = openSync(path, flags, mode);
  if (appends(flags)) appending.set(fd, path);
  return fd;
};
fs.closeSync = (fd) => {
  appending.delete(fd);
  closeSync(fd);
};
fs.ftruncateSync = (fd, length) => {
  if (appending.has(fd)) throw refused("EPERM", "ftruncate", appending.get(fd));
  ftruncateSync(fd, length);
};

// Wine gives it no standard input and no IPC channel of Node's, so the program that has started it is at the other end of this socket.
const port = Number(process.env.WINDOWS_NODE_CONTROL ?? "0");
if (port > 0) {
  const control = net.connect(port, "127.0.0.1");
  control.on("data", (message) => process.emit("message", String(message)));
  // It was killed, so this process is too.
  control.on("close", () => process.kill(process.pid, "SIGKILL"));
  control.on("error", () => {});
  control.unref();
}
