/** The look of the page: light or dark, as the reader's system is set; light on paper. */
export const style = `
:root { color-scheme: light dark;
  --ground: #ffffff; --text: #1b1f24; --muted: #57606a; --line: #d0d7de; --card: #f5f7f9; --on-bar: #ffffff;
  --good: #1a7f37; --bad: #b3261e; --work: #0b61c4; --warn: #8a5200; --rest: #fff5e5; --mark: #fff1c2; }
@media screen and (prefers-color-scheme: dark) { :root {
  --ground: #14181d; --text: #e6e9ed; --muted: #a5afba; --line: #3a424c; --card: #1d232a; --on-bar: #0b0f14;
  --good: #58c274; --bad: #ff8b80; --work: #7db7ff; --warn: #f2b457; --rest: #2b2312; --mark: #43390f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; padding: .75rem 1rem; font-size: 1.35rem; line-height: 1.35; background: var(--card); border-left: .5rem solid var(--work); }
h1.good { border-color: var(--good); } h1.bad { border-color: var(--bad); }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; border-bottom: 1px solid var(--line); }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
small, .muted { color: var(--muted); }
.kept { white-space: pre-line; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } h1 { color: var(--text) !important; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
dt { color: var(--muted); } dd { margin: 0; }
code { font: .92em ui-monospace, Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: .25rem 0 .75rem; padding: .5rem .75rem; white-space: pre-wrap; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; }
pre code { user-select: all; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .93em; }
table.small { width: auto; min-width: 50%; }
th, td { padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { font-weight: 600; } thead th { color: var(--muted); font-weight: 400; }
td.kept { overflow-wrap: anywhere; min-width: 12rem; }
th.step { white-space: nowrap; }
td.op { min-width: 17rem; }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
tr.changed > * { background: var(--mark); }
.rest { margin: 1.25rem 0; padding: .25rem 1.25rem 1rem; background: var(--rest); border: 2px solid var(--warn); border-radius: 6px; }
.rest h2 { margin-top: .75rem; border: 0; } .rest p, .rest ul { margin: .35rem 0; }
.rest h4 { margin: 1rem 0 .25rem; } .rest ol { margin: 0; }
ul.facts { padding-left: 1.25rem; } .rest em { color: var(--muted); font-style: normal; }
summary { cursor: pointer; margin: 1.25rem 0 .25rem; font-weight: 600; }
.timeline { display: block; width: 100%; min-width: 44rem; font-size: 11px; }
.timeline text { fill: var(--text); } .timeline .member { font-size: 13px; font-weight: 600; } .timeline .axis { fill: var(--muted); }
.tick { stroke: var(--line); } .span { stroke: var(--muted); stroke-width: 3; }
.bar rect { stroke: var(--ground); stroke-width: .75; }
.bar.done rect { fill: var(--good); } .timeline .bar.done text { fill: var(--on-bar); }
.bar.unchanged rect { fill: url(#dotted); stroke: var(--muted); }
.timeline .bar.unchanged text { paint-order: stroke; stroke: var(--ground); stroke-width: 3px; }
.bar.failed rect { fill: url(#hatched); stroke: var(--bad); } .timeline .bar.failed text { fill: var(--bad); font-weight: 600; }
.bar.cut-off rect { fill: var(--ground); stroke: var(--warn); stroke-width: 1.5; } .timeline .bar.cut-off text { fill: var(--warn); font-weight: 600; }
.bar.at-work rect { fill: var(--ground); stroke: var(--work); stroke-width: 1.5; stroke-dasharray: 4 2; } .timeline .bar.at-work text { fill: var(--work); }
.bad-fill { fill: var(--bad); } .ground-fill { fill: var(--ground); } .muted-fill { fill: var(--muted); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .25rem 0 0; padding: 0; list-style: none; font-size: .9em; }
.legend svg { vertical-align: -2px; }
footer { margin-top: 2rem; color: var(--muted); font-size: .9em; }
@media print { :root { font-size: 12px; } body { padding: 0; max-width: none; font-size: 11px; } .wide { overflow: visible; } .timeline { min-width: 0; }
  tr, article, .timeline, pre { break-inside: avoid; } h2, h3, summary { break-after: avoid; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
