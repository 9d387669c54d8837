/** The button that tries the deployed connection, and the table of what came of it. */

/** As the runtime half answers; see `lib/connection-test/try-reads.ts`. */
interface Tried {
  readonly summary: string;
  readonly outcome: "works" | "access-denied" | "not-offered" | "missing-module" | "unreachable" | "failed";
  readonly what: string | null;
  readonly hint: string | null;
}

interface TriedArray {
  readonly array: string;
  readonly problem: string | null;
  readonly members: readonly { readonly member: string; readonly tried: readonly Tried[]; readonly notAsked: string | null }[];
}

const icons: Readonly<Record<Tried["outcome"], string>> = {
  works: "fa-check",
  "access-denied": "fa-ban",
  "not-offered": "fa-eye-slash",
  "missing-module": "fa-puzzle-piece",
  unreachable: "fa-chain-broken",
  failed: "fa-exclamation-triangle",
};

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The part of the open form that tries the connection. */
interface TryOut {
  readonly button: JQuery;
  readonly table: JQuery;
  /** Whether the open form differs from the node as it is. */
  readonly changed: () => boolean;
}

/** Lets the button try the connection, and shows in the table what came of it. */
export function openTryOut(node: EditorNode, { button, table, changed }: TryOut): void {
  const say: Say = (key, values) => node._(`server-connection.try.${key}`, values);
  button.on("click", () => {
    if (!isDeployed(node.id) || changed()) {
      tell(table, "fa-cloud-upload", say("deployFirst"));
      return;
    }
    button.prop("disabled", true);
    tell(table, "fa-spinner fa-spin", say("atWork"));
    $.ajax({
      url: `rolling-update/connections/${encodeURIComponent(node.id)}/test`,
      method: "POST",
      contentType: "application/json",
      data: "{}",
    })
      .then(
        (answer: unknown) => show(table, (answer as { arrays: readonly TriedArray[] }).arrays, say),
        (failed: unknown) => tell(table, "fa-exclamation-triangle", reasonOf(failed as JQuery.jqXHR<unknown>, say)),
      )
      .always(() => {
        button.prop("disabled", false);
        // It may be below the visible part of the form.
        table.get(0)?.scrollIntoView({ block: "nearest" });
      });
  });
}

/** The node itself, and every array that leads to it. */
function isDeployed(id: string): boolean {
  const node = RED.nodes.node(id);
  if (node === null || node === undefined || node.changed === true) return false;
  let deployed = true;
  RED.nodes.eachConfig((other) => {
    if (other.type === "server-array" && other["connection"] === id && other.changed === true) deployed = false;
  });
  return deployed;
}

function reasonOf({ status, responseJSON }: JQuery.jqXHR<unknown>, say: Say): string {
  if (status === 401 || status === 403) return say("notAllowed");
  const { error } = (responseJSON ?? {}) as { error?: { code?: string; message?: string } };
  if (error?.code === "no-such-connection") return say("deployFirst");
  return error?.message ?? say("noAnswer");
}

function tell(table: JQuery, icon: string, text: string): void {
  table
    .empty()
    .prop("hidden", false)
    .append($("<div class='ru-tried-line'>").append(iconOf(icon), $("<span>").text(text)));
}

function show(table: JQuery, arrays: readonly TriedArray[], say: Say): void {
  if (arrays.length === 0) {
    tell(table, "fa-info-circle", say("noArray"));
    return;
  }
  table.empty().prop("hidden", false);
  for (const { array, problem, members } of arrays) {
    $("<div class='ru-tried-head'>").text(array).appendTo(table);
    if (problem !== null) line(table, "failed", { head: say("outcome.failed"), text: problem });
    for (const member of members) showMember(table, member, say);
    showNotAsked(table, members, say);
  }
}

/** They share one reason, so it is shown once. */
function showNotAsked(table: JQuery, members: TriedArray["members"], say: Say): void {
  const left = members.filter(({ notAsked }) => notAsked !== null);
  const reason = left[0]?.notAsked;
  if (reason === undefined || reason === null) return;
  lineOf("fa-minus-circle", `${left.map(({ member }) => member).join(", ")}: ${say("notAsked")}`, reason)
    .attr("data-outcome", "not-asked")
    .appendTo(table);
}

/** What works takes one line; each failure gets its own line, with what to do. */
function showMember(table: JQuery, { member, tried }: TriedArray["members"][number], say: Say): void {
  const good = tried.filter(({ outcome }) => outcome === "works").length;
  const bad = tried.filter(({ outcome }) => outcome !== "works");
  if (good > 0) line(table, "works", { head: member, text: say(bad.length === 0 ? "allWork" : "someWork", { good, of: tried.length }) });
  for (const { outcome, summary, what, hint } of bad) {
    const why = [what, hint].filter((text) => text !== null && text !== "").join(". ");
    line(table, outcome, { head: `${member}: ${say(`outcome.${outcome}`)}`, text: `${summary} – ${why}` });
  }
}

function line(table: JQuery, outcome: Tried["outcome"], { head, text }: { head: string; text: string }): void {
  lineOf(icons[outcome], head, text)
    .addClass(outcome === "works" ? "ru-works" : "ru-works-not")
    .attr("data-outcome", outcome)
    .appendTo(table);
}

const lineOf = (icon: string, head: string, text: string): JQuery =>
  $("<div class='ru-tried-line'>").append(iconOf(icon), $("<span>").append($("<b>").text(head), document.createTextNode(` ${text}`)));

const iconOf = (icon: string): JQuery => $("<i class='fa'>").addClass(icon).attr("aria-hidden", "true");
