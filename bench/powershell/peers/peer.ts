import type { Script } from "../scripts";

/** A way to run scripts. */
export interface Peer {
  /**
   * Runs a script.
   * @param value what it gets as `$Value`, handed over as a user of this peer would do it
   * @param server where there are several
   * @returns its answer, or what was taken for one
   * @throws when the caller is told that it failed
   */
  call(script: Script, value?: string, server?: number): Promise<unknown>;
  close(): Promise<void>;
}

export interface PeerOptions {
  /** The file of a PowerShell. */
  readonly pwsh: string;
  /** For files of its own. */
  readonly folder: string;
  /** For each call, where the peer has such a limit at all. */
  readonly limitMs: number;
}

export type OpenPeer = (options: PeerOptions) => Promise<Peer>;

/** What a flow makes of a text: JSON if it is JSON. */
export function parsed(text: unknown): unknown {
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
