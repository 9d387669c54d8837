import type { Document, Row } from "./document";
import { answers, answerWords } from "./document";
import { style } from "./style";

const escaped = (text: string | number): string =>
  String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const badge = (answer: Row["answer"]): string => `<span class="answer ${answer}">${answerWords[answer]}</span>`;

const idOf = ({ server, number }: Row, index: number): string =>
  escaped(`${server ?? "host"}-${number}-${index}`.replaceAll(/[^\w-]/g, "-"));

/** One self-contained file for people: nothing is loaded from elsewhere, and nothing runs in it. */
export function pageOf(document: Document): string {
  const { rows, servers, at, version } = document;
  const places = [null, ...servers.map(({ name }) => name)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Check of Windows servers</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Check of Windows servers</h1>
<p class="contains">This page contains ${escaped(document.contains)}</p>
<dl class="head">
${fact("made", `${at.replace("T", " ").slice(0, 16)} UTC, check-windows ${version}`)}
${fact("on", `${document.host}, ${document.node}`)}
${fact("as", document.account)}
${fact("asked", document.way)}
</dl>
<ul class="counts">${answers.map((answer) => `<li>${badge(answer)} ${rows.filter((row) => row.answer === answer).length}</li>`).join("")}</ul>
${state(document)}
</header>
<main>
${todos(rows)}
${places.map((place) => section(document, place)).join("\n")}
</main>
</body>
</html>
`;
}

const fact = (name: string, value: string | number): string => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`;

function state({ left, changed, interrupted }: Document): string {
  const lines = [
    ...(interrupted ? ["The check was interrupted."] : []),
    ...left.map(({ server, what, why }) => `${server}: not taken back: ${what} (${why}).`),
  ];
  const bad = lines.map((line) => `<p class="left">${escaped(line)}</p>`).join("\n");
  const used = changed.map((line) => `<li>${escaped(line)}</li>`).join("");
  return `${bad}${used === "" ? "<p>Nothing was changed.</p>" : `<details><summary>What was changed${left.length === 0 ? ", and taken back where it can be" : ""} (checks with a T)</summary><ul>${used}</ul></details>`}`;
}

function todos(rows: readonly Row[]): string {
  const items = rows.flatMap((row, index) => (row.answer === "look" || row.answer === "unknown" ? [{ row, index }] : []));
  if (items.length === 0) return "";
  const list = items
    .toSorted((a, b) => answers.indexOf(a.row.answer) - answers.indexOf(b.row.answer))
    .map(
      ({ row, index }) =>
        `<li>${badge(row.answer)} <a href="#${idOf(row, index)}">${escaped(row.server ?? "this computer")}, ${escaped(row.number)} ${escaped(row.title)}</a>: ${escaped(row.what)}<br>${escaped(row.todo)}</li>`,
    );
  return `<section><h2>To do</h2><ol class="todo">${list.join("\n")}</ol></section>`;
}

function section({ rows, servers }: Document, place: string | null): string {
  const own = rows.flatMap((row, index) => (row.server === place ? [{ row, index }] : []));
  if (own.length === 0) return "";
  const is = servers.find(({ name }) => name === place)?.is ?? "";
  return `<section>
<h2>${escaped(place ?? "This computer")}</h2>${is === "" ? "" : `\n<p class="is">${escaped(is)}</p>`}
${own.map(({ row, index }) => entry(row, index)).join("\n")}
</section>`;
}

function entry(row: Row, index: number): string {
  const { number, title, tells, what, todo, facts, answer, ms } = row;
  const details = facts.map(([name, value]) => fact(name, value)).join("");
  return `<article id="${idOf(row, index)}">
<h3><span class="number">${escaped(number)}</span> ${escaped(title)} ${badge(answer)}</h3>
<p>${escaped(what)}</p>${todo === "" ? "" : `\n<p class="do">${escaped(todo)}</p>`}
<details><summary>${escaped(tells)}</summary><dl>${details}${fact("took", `${ms} ms`)}</dl></details>
</article>`;
}
