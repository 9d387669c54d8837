/** The cookies of one visit to one host. Paths and life times do not matter within it, but for what is deleted. */
export class Cookies {
  private readonly kept = new Map<string, string>();

  set(name: string, value: string): void {
    this.kept.set(name, value);
  }

  /** @param headers each `Set-Cookie` */
  take(headers: readonly string[]): void {
    for (const header of headers) {
      const [pair = "", ...attributes] = header.split(";");
      const cut = pair.indexOf("=");
      if (cut <= 0) continue;
      const name = pair.slice(0, cut).trim();
      if (attributes.some(deletes)) this.kept.delete(name);
      else this.kept.set(name, pair.slice(cut + 1).trim());
    }
  }

  header(): { readonly cookie?: string } {
    return this.kept.size === 0 ? {} : { cookie: [...this.kept].map(([name, value]) => `${name}=${value}`).join("; ") };
  }
}

/** A life time that is over (RFC 6265, 5.2.1 and 5.2.2). */
function deletes(attribute: string): boolean {
  const [name = "", value = ""] = attribute.split("=").map((part) => part.trim());
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && Date.parse(value) < Date.now();
}
