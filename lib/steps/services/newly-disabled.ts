import type { StepContext } from "../../run/step";
import { ServerError } from "../../server";
import type { Service } from "../../server/operations";
import type { Text } from "../../texts";
import { listed, text } from "../../texts";
import { serviceNamed } from "./services-order";

/** The most common trace of a patch that died (domain reference 4.8). @param before null: nobody looked */
export async function newlyDisabled(server: StepContext<"services.list">["server"], before: readonly Service[] | null): Promise<string[]> {
  if (before === null) return [];
  try {
    const { services } = await server.read("services.list", {});
    return services
      .filter(({ name, startType }) => startType === "disabled" && serviceNamed(before, name)?.startType !== "disabled")
      .map(({ name }) => name);
  } catch (error) {
    if (error instanceof ServerError) return [];
    throw error;
  }
}

/** As many are said by name. */
const NAMED = 3;

/** In a sentence; what is left to do has all of them. */
export const leftDisabled = (names: readonly string[]): Text =>
  names.length <= NAMED
    ? text("install.disabled", { services: listed(names) })
    : text("install.disabled-many", { count: names.length, services: listed(names.slice(0, NAMED)) });
