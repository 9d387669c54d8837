import type { Context, Given, Handlers } from "../handlers";
import { text, WindowsError } from "../handlers";
import { nlbMethods, nlbWriters } from "./nlb";

/** Methods of WMI instances, by `class:method` in lower case. */
export type WmiMethods = Readonly<Record<string, (context: Context, args: Given) => Given>>;
/** What takes changed properties of an instance, by class in lower case. */
export type WmiWriters = Readonly<Record<string, (context: Context, properties: Given) => void>>;

const methods: WmiMethods = { ...nlbMethods };
const writers: WmiWriters = { ...nlbWriters };

const unknown = (): WindowsError =>
  new WindowsError("InvokeWMIManagementException", "Not found", { type: "System.Management.ManagementException", hresult: -2147217406 });

/** Windows starts WMI when it is asked, unless it must not: an update may leave it so. */
export function refuseWithoutWmi({ resident }: Context): void {
  const service = resident.machine.services.list().find(({ name }) => name === "Winmgmt");
  if (service?.startType !== "disabled" || service.status === "running") return;
  throw new WindowsError("GetWMICOMException", "Der angegebene Dienst kann nicht gestartet werden.", {
    type: "System.Runtime.InteropServices.COMException",
    hresult: -2147023838,
  });
}

/** What is done with instances of WMI, beyond reading them. */
export const wmi: Handlers = {
  "wmi.invoke": (context, args) => {
    refuseWithoutWmi(context);
    const method = methods[`${text(args["class"])}:${text(args["method"])}`.toLowerCase()];
    if (method === undefined) throw unknown();
    return method(context, args);
  },
  "wmi.write": (context, args) => {
    refuseWithoutWmi(context);
    const write = writers[text(args["class"]).toLowerCase()];
    if (write === undefined) throw unknown();
    write(context, (args["properties"] ?? {}) as Given);
  },
};
