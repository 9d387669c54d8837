/** What can be broken on purpose: its name, what people read about it, and where in the world it has its effect. */
export const faults = {
  "drain-never-ends": { summary: "Three of its clients never leave while it drains", bites: "clients.ts" },
  vanishes: { summary: "It disappears when the installer has started and never comes back", bites: "jobs.ts" },
  "installer-fails": { summary: "The installer ends with 1603 and leaves the services stopped and disabled", bites: "installer.ts" },
  "installer-busy": { summary: "Another installation is running (1618), twice; then the installer works", bites: "installer.ts" },
  "installer-restarts": { summary: "The installer restarts the server unasked (1641)", bites: "jobs.ts" },
  "reboot-hangs": { summary: "It does not come back from a restart", bites: "power.ts" },
  "service-stays-down": { summary: "After the update one service crashes whenever it is started", bites: "machine.ts" },
  "split-cluster": {
    summary: "When it leaves NLB, the others lose sight of each other and each becomes default host",
    bites: "nlb-cluster.ts",
  },
  "execution-policy": {
    summary: "A Group Policy sets the execution policy of its PowerShell, under which an installer of Exchange fails half-way",
    bites: "machine.ts",
  },
  "scom-refuses": { summary: "SCOM refuses to put it into maintenance mode", bites: "scom.ts" },
  "never-converges": { summary: "When it is started after its update, the array does not stop converging", bites: "nlb-cluster.ts" },
  "serves-too-early": { summary: "Its persisted state starts NLB at the boot, whatever its default state says", bites: "nlb-cluster.ts" },
  "old-tls": { summary: "After the update its web server speaks SSL 3.0 only", bites: "probes.ts" },
  "sign-on-fails": {
    summary: "After the update Outlook on the web answers 500 to who has signed on; only a verification that signs on sees it",
    bites: "probes.ts",
  },
  "update-unlisted": { summary: "What is installed is in no list of updates", bites: "installer.ts" },
  "restart-again": { summary: "After the restart that follows the update Windows waits for one more", bites: "machine.ts" },
  "scom-parts-stay": { summary: "A part of it in SCOM has a window of its own, which stays when the computer's ends", bites: "scom.ts" },
  "answer-lost": { summary: "Its first change (other than of SCOM) is made, but the answer is lost", bites: "machine.ts" },
} as const;

export type FaultName = keyof typeof faults;

export interface Fault {
  readonly name: FaultName;
  readonly member: string;
}

export const faultNames = Object.keys(faults) as FaultName[];

/** The faults that a world has at this moment. */
export class Faults {
  private list: readonly Fault[] = [];

  set(list: readonly Fault[]): void {
    this.list = list;
  }

  on(member: string, name: FaultName): boolean {
    return this.list.some((fault) => fault.name === name && fault.member.toLowerCase() === member.toLowerCase());
  }
}

/** Those that the stand-ins for Windows do not have: they answer over real sockets, and have a SCOM of their own. */
export const ofTheLabAlone: readonly FaultName[] = ["old-tls", "scom-parts-stay"];
