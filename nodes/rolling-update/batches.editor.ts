/** In the form of the loop: the members of the chosen array in their batches, as these follow from what is typed. */

import { batchSizes, howManyIn, inBatches, mostAtOnce } from "../../lib/run/batches";
import type { Form } from "../shared/editor";
import { memberNames } from "../shared/editor";
import { textOf } from "../shared/fields";

/** Shows them below the field, and keeps them as the form has it. */
export function showBatches({ node, root, field }: Form): void {
  const say = (key: string, values: Readonly<Record<string, string | number>> = {}): string => node._(`rolling-update.text.${key}`, values);
  const picture = $("<ol id='ru-batches'>").attr("aria-label", say("batches"));
  const remark = $("<p id='ru-batches-remark'>");
  const row = field("howMany").closest(".form-row");
  $("<div class='ru-batches ru-hint'>").append(picture, remark).appendTo(row);

  const show = (): void => {
    const array = textOf(field("array").val()) ?? "";
    const howMany = howManyIn(textOf(field("howMany").val()) ?? "");
    const names = [...memberNames(array)];
    const order = textOf(field("order").val());
    if (order === "reversed") names.reverse();
    picture.empty();
    row.find(".ru-batches").prop("hidden", howMany === null || names.length === 0);
    if (howMany === null || names.length === 0) return;
    const minInService = Number(RED.nodes.node(array)?.["minInService"] ?? 0);
    const most = mostAtOnce({ members: names.length, minInService });
    for (const batch of inBatches(names, batchSizes(howMany, { members: names.length, most })))
      picture.append($("<li>").append(batch.map((name) => $("<span>").text(name))));
    const cut = howMany.some((one) => ("count" in one ? one.count : Math.floor((names.length * one.percent) / 100)) > most);
    const remarks = [
      ...(cut ? [say("atMost", { most, minInService })] : []),
      ...(order === "default-host-last" ? [say("defaultHost")] : []),
    ];
    remark.text(remarks.join(" ")).prop("hidden", remarks.length === 0);
  };
  root.on("input change", show);
  show();
}
