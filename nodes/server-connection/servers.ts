import { isDeepStrictEqual } from "node:util";
import type { PowerShellSettings } from "../../lib/adapters/powershell";
import type { Connection, Member } from "../../lib/server";
import type { Text } from "../../lib/texts";
import { text } from "../../lib/texts";

/** A connection node that has opened connections to servers. */
interface User {
  warn(what: Text): void;
}

/** What identifies a connection: if two differ in this, they are two. */
export interface Way {
  readonly settings: PowerShellSettings;
  readonly members: readonly Member[];
  readonly scomServer: string | null;
}

/** A connection that a node needs. */
interface Wanted {
  readonly array: string;
  readonly way: Way;
  /** A run is at work: the connection that it uses stays open until the node closes. */
  readonly busy: boolean;
}

interface Opened {
  readonly array: string;
  readonly way: Way;
  readonly connection: Connection;
  readonly users: Set<User>;
}

/** Open connections to real servers: warm shells and sessions are expensive, so an array has one for all who use it. */
export class Servers {
  private readonly opened = new Set<Opened>();

  constructor(private readonly connect: (way: Way) => Connection) {}

  /**
   * The connection to the servers of an array: the open one if it is the same, else a new one.
   */
  open(user: User, { array, way, busy }: Wanted): Connection {
    const ofArray = [...this.opened].filter((one) => one.array === array);
    const same = ofArray.find((one) => isDeepStrictEqual(one.way, way));
    if (!busy)
      void this.leaveAll(
        user,
        ofArray.filter((one) => one !== same),
      );
    if (same !== undefined) {
      same.users.add(user);
      return same.connection;
    }
    const connection = this.connect(way);
    this.opened.add({ array, way, connection, users: new Set([user]) });
    return connection;
  }

  /** A node no longer needs its connections to this array; the last node closes them. Resolves when they are closed. */
  async leave(user: User, array: string): Promise<void> {
    await this.leaveAll(
      user,
      [...this.opened].filter((one) => one.array === array),
    );
  }

  private async leaveAll(user: User, those: readonly Opened[]): Promise<void> {
    const left = those.filter(({ users }) => users.delete(user) && users.size === 0);
    await Promise.all(left.map((one) => this.close(one, user)));
  }

  private async close(one: Opened, user: User): Promise<void> {
    this.opened.delete(one);
    await one.connection.close().catch((error: unknown) => {
      user.warn(text("connection.not-closed", { array: one.array, error: error instanceof Error ? error.message : String(error) }));
    });
  }
}
