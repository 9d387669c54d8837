import { createHash, randomBytes } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import type { Server } from "node:net";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import type { Holder, Lock, Locks } from "../../store";
import { Held } from "../../store";
import { on } from "../disk";
import { nextFence } from "./fence";
import type { Marked } from "./owner-file";
import { OwnerFile, Sightings } from "./owner-file";
import { addressOf, ask, clearAway, close, listen } from "./socket";

/** How long things may take, in milliseconds. */
export interface Limits {
  /** Between two signs of an owner, and two checks that the array is still its own. */
  readonly heartbeatMs: number;
  /** So long without a sign an owner counts as gone, where nobody can see whether it lives. */
  readonly goneAfterMs: number;
  /** So long the holder has to say who it is; otherwise what is written in the folder is told. */
  readonly answerMs: number;
  /** So long two who take over from a dead owner at once wait to see which of them has the array. */
  readonly settleMs: number;
}

const USUAL: Limits = { heartbeatMs: 10_000, goneAfterMs: 60_000, answerMs: 80, settleMs: 100 };

/** An array that is being taken. */
interface Taking {
  readonly array: string;
  readonly address: string;
  readonly me: Marked;
  readonly owner: OwnerFile;
}

/**
 * Locks an array for one run by listening on a local socket (a named pipe on Windows): the operating system takes it back when the process dies, so a
 * crash leaves nothing to clear away, and whoever connects is told who holds the array. Since a socket is seen on this host alone, and a halted process
 * keeps its own, the owner is written into the folder too, with a heartbeat; that has the last word.
 */
export class FileLocks implements Locks {
  private readonly sightings = new Sightings();
  private readonly limits: Limits;

  /** @param folder in which the owner and the fencing number of each array are kept: two folders are two separate worlds, but two names of one folder are not */
  constructor(
    private readonly folder: string,
    limits: Partial<Limits> = {},
  ) {
    this.limits = { ...USUAL, ...limits };
  }

  take(array: string, run: string): Promise<Lock> {
    return on(this.folder, async () => {
      await mkdir(this.folder, { recursive: true });
      const folder = await oneName(this.folder);
      const name = shortHash(array.toLowerCase());
      const id = shortHash(`${folder}\n${array.toLowerCase()}`);
      const me = { run, since: new Date().toISOString(), host: hostname(), pid: process.pid, mark: randomBytes(6).toString("hex") };
      const owner = new OwnerFile(join(folder, `${name}.owner`), me, { sightings: this.sightings, ...this.limits });
      const taking = { array, address: addressOf(id), me, owner };
      const server = await this.own(taking);
      const release = async () => {
        await owner.release().catch(() => undefined);
        if (server !== null) await close(server);
      };
      try {
        const fence = await nextFence(join(folder, `${id}.fence`));
        return this.held(taking, server, { fence, release });
      } catch (error) {
        await release();
        throw error;
      }
    });
  }

  /**
   * Has the array in both places: at its address, and in the folder.
   * @returns the server; null where a halted process has kept the address
   * @throws Held
   */
  private async own({ array, address, me, owner }: Taking): Promise<Server | null> {
    const server = await this.listenAt(address, me, array);
    try {
      const other = await owner.take({ after: server === null });
      if (other !== null) throw new Held(array, other === "somebody" ? null : holderIn(other), true);
      return server;
    } catch (error) {
      if (server !== null) await close(server);
      throw error;
    }
  }

  /** Null where somebody listens who says nothing: whether it lives is written in the folder. @throws Held */
  private async listenAt(address: string, me: Marked, array: string): Promise<Server | null> {
    for (let tries = 0; tries < 3; tries++) {
      const server = await listen(address, me);
      if (server !== null) return server;
      const other = await ask(address, this.limits.answerMs);
      if (other === "silent") return null;
      if (other !== "nobody") throw new Held(array, holderIn(other));
      await clearAway(address);
    }
    throw new Held(array, null);
  }

  private held(taking: Taking, server: Server | null, { fence, release }: Pick<Lock, "fence" | "release">): Lock {
    const lost = new AbortController();
    let renewed = performance.now();
    server?.on("error", (error) => lost.abort(error));
    server?.unref();
    const beat = async (): Promise<void> => {
      // A folder that cannot be read for a moment is no reason to let go; after that time another may have taken the array.
      const ours = await this.isOurs(taking, server).catch(() => performance.now() - renewed < this.limits.goneAfterMs && null);
      if (ours === true) renewed = performance.now();
      if (ours === false) lost.abort(new Error("Somebody else has the lock."));
    };
    const heartbeat = setInterval(() => void beat(), this.limits.heartbeatMs).unref();
    let released: Promise<void> | null = null;
    const releaseOnce = (): Promise<void> => {
      clearInterval(heartbeat);
      released ??= release();
      return released;
    };
    return { fence, lost: lost.signal, release: releaseOnce };
  }

  /** Two processes that clear away the same dead socket file could both think so: hence the question at the address. */
  private async isOurs({ address, me, owner }: Taking, server: Server | null): Promise<boolean> {
    if (server !== null) {
      const other = await ask(address, this.limits.heartbeatMs / 2);
      if (other === "nobody" || (other !== "silent" && other.mark !== me.mark)) return false;
    }
    return await owner.renew();
  }
}

const holderIn = ({ run, since, host, pid }: Holder): Holder => ({ run, since, host, pid });

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 24);

/** Windows knows one folder by many names: another case, a mapped or substituted drive, a junction. */
const oneName = (folder: string): Promise<string> =>
  // Some drivers of Windows cannot tell it.
  realpath(folder).catch(() => (process.platform === "win32" ? resolve(folder).toLowerCase() : resolve(folder)));
