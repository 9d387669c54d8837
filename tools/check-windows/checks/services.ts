import type { Flat } from "../../../lib/adapters/powershell";
import type { Fact, Said } from "../check";
import { counted, fine, linesOf, look, numberOf, serverCheck, textOf, unknown } from "../check";

export const judgeServices = ([first, ...own]: readonly Flat[]): Said => {
  const sort = (test: (service: Flat) => boolean): string =>
    own
      .filter(test)
      .map((service) => textOf(service, "name"))
      .join(", ") || "none";
  const facts: readonly Fact[] = [
    ["running", textOf(first, "running")],
    ["of a user", sort((service) => service["user"] === true)],
    ["with a trigger", sort((service) => service["trigger"] === true)],
    ["manual, without a trigger", sort((service) => service["user"] !== true && service["trigger"] !== true)],
  ];
  if ((numberOf(first, "running") ?? 0) === 0)
    return unknown("no running service was seen", "Ask as an administrator of that server.", facts);
  if (own.length > 0)
    return look(
      `${counted(own.length, "running service")} may be gone after a restart although nothing is wrong`,
      "verify-health reports each of them that does not run any more. Sign users off before a run, and know these names when you read its findings.",
      facts,
    );
  return fine("all running services start by themselves", facts);
};

export const services = serverCheck({
  number: "8",
  title: "Services that come and go",
  tells:
    "Which running services may be gone after a restart although nothing is wrong: manual ones, those with a trigger, those of a user.",
  changes: null,
  needs: "member",
  ask: (asked) => asked.question("Get-RUCheckService"),
  judge: judgeServices,
});

export const judgeDependencies = (answer: Flat | undefined): Said => {
  const [unreadable, modes] = [linesOf(answer, "unreadable"), linesOf(answer, "modes")];
  const facts: readonly Fact[] = [
    ["services", textOf(answer, "services")],
    ["errors of Get-Service", textOf(answer, "errors")],
    ["dependencies that cannot be read", unreadable.join(", ") || "none"],
    ["start types of WMI that are not known", modes.join(", ") || "none"],
    ["WMI answered", answer?.["wmi"] === true ? "yes" : "no"],
  ];
  if ((numberOf(answer, "services") ?? 0) === 0)
    return unknown("the services cannot be listed", "Ask as an administrator of that server.", facts);
  if (answer?.["wmi"] !== true)
    return look("WMI does not say how services start", "See that the service Winmgmt runs; the registry is read instead.", facts);
  const odd = [...unreadable, ...modes];
  if (odd.length > 0)
    return look(
      `of ${counted(odd.length, "service")} Windows does not say everything`,
      "The registry is read instead; look at these services if one of them is part of your application.",
      facts,
    );
  return fine("Windows says how all services start, and what they depend on", facts);
};

export const dependencies = serverCheck({
  number: "9",
  title: "Dependencies of services",
  tells: "How many dependencies cannot be read, and start types of WMI that are none of the five.",
  changes: null,
  needs: "member",
  ask: async (asked) => (await asked.question("Get-RUCheckDependency"))[0],
  judge: judgeDependencies,
});
