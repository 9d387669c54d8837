/** Readable on a screen, light and dark, and on paper. */
export const style = `
:root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#1d2229;--soft:#5a626d;--line:#dcd9d3;--link:#1f5fa8;--fine:#1c6b3c;--fine-bg:#dff2e5;--look:#8a3b00;--look-bg:#ffe6cc;--unknown:#6a2b86;--unknown-bg:#f1e1f8;--none:#545b65;--none-bg:#e9e8e5}
@media (prefers-color-scheme:dark){:root{--paper:#16191d;--card:#1f2429;--ink:#e6e8eb;--soft:#a3abb5;--line:#363d45;--link:#8fbdf2;--fine:#9fdfb6;--fine-bg:#173a25;--look:#ffc48a;--look-bg:#4a2a0c;--unknown:#dfb3f3;--unknown-bg:#40204f;--none:#b5bcc5;--none-bg:#30363d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,"Segoe UI",sans-serif;overflow-wrap:break-word}
h1{font-size:1.7rem;margin:0 0 .5rem}h2{font-size:1.25rem;margin:2.5rem 0 .75rem}h3{font-size:1rem;margin:0;display:flex;gap:.6rem;align-items:baseline}
p{margin:.35rem 0}a{color:var(--link)}
.contains,.is,.number,summary,dt{color:var(--soft)}
.number{font-weight:400;min-width:3.1rem}
h3 .answer{margin-left:auto}
.answer{font-size:.8rem;font-weight:600;padding:.1rem .55rem;border-radius:1rem;white-space:nowrap;color:var(--none);background:var(--none-bg)}
.answer.fine{color:var(--fine);background:var(--fine-bg)}.answer.look{color:var(--look);background:var(--look-bg)}.answer.unknown{color:var(--unknown);background:var(--unknown-bg)}
.counts{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;padding:0;margin:1rem 0}
.todo{padding-left:1.5rem}.todo li{margin:.4rem 0}
article{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;margin:.6rem 0}
.do{border-left:3px solid var(--look);padding-left:.6rem}
.left{border-left:3px solid var(--look);padding-left:.6rem;font-weight:600}
summary{cursor:pointer;font-size:.9rem}
dl{margin:.5rem 0;font-size:.9rem}dl div{display:grid;grid-template-columns:minmax(9rem,18rem) 1fr;gap:.75rem;padding:.15rem 0}dd{margin:0;white-space:pre-wrap;min-width:0;overflow-wrap:anywhere}
.head{font-size:1rem}.head div{grid-template-columns:4.5rem 1fr}
@media (max-width:36rem){dl div{grid-template-columns:1fr;gap:0}}
@media print{article{break-inside:avoid}}
`;
