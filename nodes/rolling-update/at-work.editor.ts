/** Beside the editor's Deploy button: which runs are at work, and what the chosen kind of deploy does to them. */

import type { AtWork } from "./run/at-work";
import { topic } from "./run/topic";

type Kind = "full" | "flows" | "nodes";

/** The editor has no event for the kind of deploy; the picture in its button tells. One without a choice deploys everything. */
const ICON = "#red-ui-header-button-deploy-icon";
const kindNow = (): Kind => (/deploy-(flows|nodes)/.exec($(ICON).attr("src") ?? "")?.[1] as Kind | undefined) ?? "full";

const say = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
  RED._(`@rolling-update/node-red/rolling-update:rolling-update.deploy.${key}`, values);

/** It cannot be closed: it goes when the last run has ended. */
export function showRunsAtWork(): void {
  let runs: readonly AtWork[] = [];
  const hint = $("<li id='ru-at-work' role='status'>").css(LOOK);
  const text = $("<span>").css(TEXT);
  hint.append($("<i class='fa fa-refresh' aria-hidden='true'>").css("margin-right", "6px"), text).hide();

  const show = (): void => {
    // The toolbar may not be there yet, or be drawn again.
    if (!hint.parent().is(".red-ui-header-toolbar")) hint.prependTo(".red-ui-header-toolbar");
    const kind = kindNow();
    const array = runs.map((run) => run.array).join(", ");
    const ends = runs.some(({ goesOn }) => !goesOn);
    text.text(say(`${kind}.short`, { array }));
    hint.attr(
      "title",
      [say("at-work", { array }), say(kind === "full" ? "full.long" : `${kind}.long`), say(ends ? "ends" : "goes-on")].join(" "),
    );
    hint.css({ background: kind === "nodes" ? CALM : ALARMING });
    hint.toggle(runs.length > 0);
  };
  RED.comms.subscribe(topic, (_, data) => {
    runs = Array.isArray(data) ? (data as readonly AtWork[]) : [];
    show();
  });
  $(() => {
    const icon = $(ICON).get(0);
    if (icon !== undefined) new MutationObserver(show).observe(icon, { attributes: true, attributeFilter: ["src"] });
  });
}

/** White can be read on both (6.5 and 5.8 to 1), whatever the theme gives the header. */
const ALARMING = "#b3261e";
const CALM = "#1565c0";
const LOOK = {
  display: "inline-flex",
  "align-items": "center",
  "max-width": "430px",
  height: "26px",
  margin: "0 10px",
  padding: "0 10px",
  "border-radius": "4px",
  color: "#ffffff",
  "font-size": "13px",
  "vertical-align": "middle",
  cursor: "help",
} as const;
const TEXT = { overflow: "hidden", "text-overflow": "ellipsis", "white-space": "nowrap" } as const;
