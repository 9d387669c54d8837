import { hostLabel } from "../../../lib/server";
import type { Document } from "./document";
import { containsNoNames } from "./document";

type Kind = "server" | "host" | "account" | "domain" | "name";

/** A text as an expression that matches it alone. */
const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A name, and what stands for it. */
class Names {
  private readonly found = new Map<string, string>();
  private readonly counts = new Map<Kind, number>();

  add(kind: Kind, name: string): string {
    const key = name.trim().toLowerCase();
    const known = this.found.get(key);
    if (key === "" || known !== undefined) return known ?? "";
    const number = 1 + (this.counts.get(kind) ?? 0);
    this.counts.set(kind, number);
    const instead = `${kind}-${number}`;
    this.found.set(key, instead);
    return instead;
  }

  /** Short and full names of a computer stand for the same one. */
  computer(kind: Kind, name: string): void {
    const instead = this.add(kind, hostLabel(name));
    const dot = name.indexOf(".");
    if (dot === -1 || /^[\d.]+$/.test(name)) return;
    this.found.set(name.trim().toLowerCase(), instead);
    this.add("domain", name.slice(dot + 1));
  }

  account(name: string): void {
    const [domain, account] = name.includes("\\") ? name.split("\\") : [undefined, name.split("@")[0]];
    if (domain !== undefined && domain !== ".") this.add("domain", domain);
    // A group managed service account ends with a dollar sign, and people write it without.
    const bare = (account ?? "").replace(/\$$/, "");
    this.found.set(`${bare.toLowerCase()}$`, this.add("account", bare));
  }

  /** The longest come first: one may be a part of another. */
  replacer(): (text: string) => string {
    const all = [...this.found.keys()].toSorted((a, b) => b.length - a.length);
    const pattern = new RegExp(`(?<![\\w-])(?:${all.map(literal).join("|")})(?![\\w-])`, "gi");
    return (text) => (all.length === 0 ? text : text.replaceAll(pattern, (name) => this.found.get(name.toLowerCase()) ?? name));
  }
}

/** Version 4 and 6, and accounts by their number. */
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b|\b(?:[0-9a-f]{1,4}:)+:[0-9a-f]{1,4}\b/gi;
const SID = /\bS-1-5-21(?:-\d+)+/g;

/** Numbers of four parts that are versions, as of Windows and Exchange, and no addresses. */
const isVersion = (text: string): boolean => text.split(".").some((part) => Number(part) > 255);

interface Known {
  readonly scom: string | null;
  readonly user: string | null;
}

/** The same document with names replaced, each by the same word everywhere. */
export function anonymous(document: Document, { scom, user }: Known): Document {
  const names = new Names();
  for (const { name } of document.servers) names.computer("server", name);
  if (scom !== null) names.computer("server", scom);
  names.computer("host", document.host);
  names.account(document.account);
  if (user !== null) names.account(user);
  for (const name of document.rows.flatMap(({ facts }) => facts.flatMap(([, , named = []]) => named)))
    if (name.includes("\\")) names.account(name);
    else names.computer("name", name);
  const replaced = names.replacer();
  const addresses = new Map<string, string>();
  const plain = (text: string): string =>
    replaced(text)
      .replaceAll(SID, "sid")
      .replaceAll(ADDRESS, (address) => {
        if (isVersion(address)) return address;
        const known = addresses.get(address) ?? `address-${addresses.size + 1}`;
        addresses.set(address, known);
        return known;
      });
  const all = <T>(value: T): T => {
    if (typeof value === "string") return plain(value) as T;
    if (Array.isArray(value)) return value.map(all) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, all(one)])) as T;
  };
  return { ...all(document), contains: containsNoNames, anonymous: true, at: document.at, version: document.version };
}
