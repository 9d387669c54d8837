import { statusesIn } from "../../../lib/gates/statuses";

/** The pattern of a text, and the reason shown if it does not fit. */
export interface Pattern {
  readonly reason: string;
  fits(text: string): boolean;
}

/** @param reason says how it must look, with an example */
export const pattern = (expression: RegExp, reason: string): Pattern => ({ reason, fits: (text) => expression.test(text) });

/** A full path, on a drive or a share. */
export const windowsPathLike = pattern(/^([A-Za-z]:\\|\\\\)[^"<>|?*]+$/, "shared.reason.windowsPath");

/** A service name in which `*` is any text; not all services at once. */
export const serviceNamesLike = pattern(/^(?=.*[^*\s])[^\\/?"<>|]{1,256}$/, "shared.reason.serviceNames");
/** Statuses of HTTP answers: `200`, `200-399`, or several of these. */
export const httpStatusesLike: Pattern = { reason: "shared.reason.statuses", fits: (text) => statusesIn(text) !== null };

export const urlPathLike = pattern(/^\/\S*$/, "shared.reason.path");

/** A whole address of the web, as of a web hook. */
export const webAddressLike: Pattern = {
  reason: "shared.reason.webAddress",
  fits: (text) => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text),
};

const LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
const hostName = new RegExp(`^${LABEL}(\\.${LABEL})*\\.?$`, "i");
const ipV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** A name in DNS or of Windows, an IPv4 or an IPv6 address; no port, no URL. */
export const isHost = (text: string): boolean => {
  if (/^[\d.]+$/.test(text)) return ipV4.test(text);
  if (text.includes(":")) return isIpV6(text);
  return text.length <= 253 && hostName.test(text);
};

export const hostLike: Pattern = { reason: "shared.reason.host", fits: isHost };

/** A host header: a name or an address, and perhaps a port. */
export const hostHeaderLike: Pattern = {
  reason: "shared.reason.hostHeader",
  fits: (text) => {
    const [, host = text, port = "1"] = /^(.*?):(\d{1,5})$/.exec(text) ?? [];
    return isHost(host.replace(/^\[(.*)\]$/, "$1")) && Number(port) >= 1 && Number(port) <= 65_535;
  },
};

/** Up to eight groups of hexadecimal digits; one run of zeros may be left out; a zone may follow. */
function isIpV6(text: string): boolean {
  const [address = "", ...zone] = text.split("%");
  if (zone.length > 1) return false;
  const halves = address.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const length = groups.length + (last.includes(".") ? 1 : 0);
  const valid = groups.every((group, index) => /^[0-9a-f]{1,4}$/i.test(group) || (index === groups.length - 1 && ipV4.test(group)));
  return valid && (halves.length === 1 ? length === 8 : halves.length === 2 && length < 8);
}
