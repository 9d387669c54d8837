import type { Capture } from "./capture";

export const scom: Capture<{
  readonly alerts: Readonly<Record<"heartbeat" | "service" | "web" | "left" | "state", string>>;
  /** What a computer contains, by classes. */
  readonly parts: readonly string[];
}> = {
  source:
    "Names of alerts and classes in the management packs for Windows Server, for NLB and for Exchange 2010; those of service and web site are worded after their monitors.",
  kind: "composed",
  product: "System Center Operations Manager 2007 R2 and newer",
  culture: "en-US",
  texts: {
    alerts: {
      heartbeat: "Health Service Heartbeat Failure",
      service: "The service {service} is not running",
      web: "The web service does not answer",
      left: "The host is no longer part of the NLB cluster",
      state: "The NLB host is {mode}",
    },
    parts: ["Microsoft.Windows.OperatingSystem", "Microsoft.Windows.LogicalDisk", "Microsoft.Exchange.ClientAccess"],
  },
};
