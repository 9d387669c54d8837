import { createHash, randomBytes } from "node:crypto";
import { open, readFile, realpath, rename, rm } from "node:fs/promises";
import type { Server } from "node:net";
import { connect, createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Holder, Lock } from "../store";
import { Held } from "../store";
import { OwnerFile } from "./owner-file";

/** Between two checks that the address is still ours: two processes that clear away the same dead socket file could both think so. */
const HEARTBEAT_MS = 10_000;

/**
 * Locks an array for one run by listening on a local socket (a named pipe on Windows): the operating system takes it back when
 * the process dies, so a crash leaves nothing to clear away. Whoever connects is told who holds the array. Since a socket is seen on this host alone,
 * the owner is written into the folder too.
 * @param where the folder in which the array's fencing number is kept; two folders are two separate worlds, but two names of one folder are not
 */
export async function lockArray(where: string, array: string, run: string): Promise<Lock> {
  const folder = await oneName(where);
  const name = createHash("sha256").update(array.toLowerCase()).digest("hex").slice(0, 24);
  const id = createHash("sha256").update(`${folder}\n${array.toLowerCase()}`).digest("hex").slice(0, 24);
  const path = addressOf(id);
  const holder: Holder = { run, since: new Date().toISOString(), host: hostname(), pid: process.pid };
  const server = await take(path, array, holder);
  const owner = new OwnerFile(join(folder, `${name}.owner`), { ...holder, mark: randomBytes(6).toString("hex") });
  const other = await owner.take().catch(async (error: unknown) => {
    await close(server);
    throw error;
  });
  if (other !== null) {
    await close(server);
    throw new Held(array, other);
  }
  const lost = new AbortController();
  server.on("error", (error) => lost.abort(error));
  server.unref();
  const heartbeat = setInterval(() => {
    void isStillOurs(path, run, owner).then((ours) => {
      if (!ours) lost.abort(new Error("Somebody else has the lock."));
    });
  }, HEARTBEAT_MS).unref();
  const release = async () => {
    clearInterval(heartbeat);
    await owner.release().catch(() => undefined);
    await close(server);
  };
  try {
    const fence = await nextFence(join(folder, `${id}.fence`));
    return { fence, lost: lost.signal, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** A folder that cannot be read for a moment is no reason to let go: the members refuse whoever has a lower number. */
async function isStillOurs(path: string, run: string, owner: OwnerFile): Promise<boolean> {
  const other = await ask(path);
  if (other === "nobody" || (other !== null && other.run !== run)) return false;
  return await owner.renew().catch(() => true);
}

/** Windows knows one folder by many names: another case, a mapped or substituted drive, a junction. */
const oneName = (folder: string): Promise<string> =>
  // Some drivers of Windows cannot tell it.
  realpath(folder).catch(() => (process.platform === "win32" ? resolve(folder).toLowerCase() : resolve(folder)));

/** Linux has addresses that vanish with their owner, as the pipes of Windows do; elsewhere a dead owner leaves a file. */
function addressOf(id: string): string {
  if (process.platform === "win32") return `\\\\.\\pipe\\rolling-update-${id}`;
  return process.platform === "linux" ? `\0rolling-update-${id}` : join(tmpdir(), `rolling-update-${id}.sock`);
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

async function take(path: string, array: string, holder: Holder): Promise<Server> {
  for (let tries = 0; tries < 3; tries++) {
    const server = await listen(path, holder);
    if (server !== null) return server;
    const other = await ask(path);
    if (other !== "nobody") throw new Held(array, other);
    // A socket file that its dead owner left.
    if (path.startsWith(tmpdir())) await rm(path, { force: true });
  }
  throw new Held(array, null);
}

/** Null when the address is in use. */
const listen = (path: string, holder: Holder): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.end(JSON.stringify(holder));
    });
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(path, () => {
      server.removeAllListeners("error");
      resolve(server);
    });
  });

/** Who holds the lock; null if the holder does not say. */
const ask = (path: string): Promise<Holder | null | "nobody"> =>
  new Promise((resolve) => {
    let text = "";
    const socket = connect(path);
    socket.setTimeout(2000, () => {
      socket.destroy();
      resolve(null);
    });
    socket.on("data", (chunk) => {
      text += chunk.toString("utf8");
    });
    socket.on("end", () => {
      try {
        resolve(JSON.parse(text) as Holder);
      } catch {
        resolve(null);
      }
    });
    socket.on("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ECONNREFUSED" || error.code === "ENOENT" ? "nobody" : null),
    );
  });

/**
 * Counts up while the lock is held; the number is on the disk before it is used. It is never lower than the milliseconds since 1970: the members
 * keep the highest number that they have seen, and a run with a new folder, or another name of the array, must not begin below it.
 */
async function nextFence(path: string): Promise<number> {
  const last = Number(await readFile(path, "utf8").catch(() => "0"));
  if (!Number.isSafeInteger(last))
    throw new Error(`The fencing number in ${path} is not a number. Put back a number higher than any used before.`);
  const next = Math.max(last + 1, Date.now());
  const file = await open(`${path}.new`, "w");
  try {
    await file.writeFile(String(next));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return next;
}
