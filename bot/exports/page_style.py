"""How the packet's page looks: on a screen, light and dark, and on paper; nothing is loaded from anywhere."""

from __future__ import annotations

STYLE = """
:root { --ink: #1d1c1d; --soft: #5c5a5e; --line: #dcdadd; --ground: #fff; --shade: #f6f5f7; --mark: #1264a3;
  --good: #0b6b45; --bad: #b3261e; --open: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e8ea; --soft: #a9a7ac; --line: #3b3a3f;
  --ground: #1a1a1d;
  --shade: #242428; --mark: #7cb8ea; --good: #5fc79a; --bad: #f2857d; --open: #e5b567; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.5rem 4rem; background: var(--ground);
  color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: anywhere; }
header { border-bottom: 3px solid var(--ink); padding-bottom: 1rem; margin-bottom: 1.5rem; }
header p { margin: .25rem 0 0; color: var(--soft); }
h1 { font-size: 1.65rem; line-height: 1.2; margin: .2rem 0; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .6rem; padding-bottom: .25rem;
  border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
p { margin: .4rem 0; }
.over { text-transform: uppercase; letter-spacing: .06em; font-size: .75rem; color: var(--soft);
  font-weight: 600; }
.status { font-weight: 650; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.soft { color: var(--soft); font-size: .87rem; }
.box { border: 1px solid var(--line); border-left: 4px solid var(--mark); border-radius: 4px;
  background: var(--shade);
  padding: .75rem 1rem; margin: 1rem 0; }
.box.good { border-left-color: var(--good); color: inherit;
  } .box.bad { border-left-color: var(--bad); color: inherit; }
.box ul { margin: .4rem 0; padding-left: 1.2rem; }
.card { border: 1px solid var(--line); border-radius: 4px; padding: .1rem 1rem .8rem; margin: .8rem 0; }
blockquote { margin: .4rem 0; padding: .35rem .8rem; border-left: 3px solid var(--line);
  background: var(--shade);
  white-space: pre-wrap; unicode-bidi: isolate; }
code { font: .84em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; word-break: break-all; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 .8rem; font-size: .93rem;
  table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .34rem .6rem .34rem 0;
  border-bottom: 1px solid var(--line);
  white-space: pre-line; }
thead th { color: var(--soft); font-weight: 600; font-size: .82rem; border-bottom: 1px solid var(--soft); }
.pairs th { width: 13rem; color: var(--soft); font-weight: 500; }
.events th:nth-child(1) { width: 2.4rem; } .events th:nth-child(2) { width: 9.4rem; }
.events td:nth-child(1) { color: var(--soft); }
.events code { display: block; color: var(--soft); margin-top: .15rem; }
.events .who { font-weight: 600; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .8rem;
  color: var(--soft); font-size: .87rem; }
@media (max-width: 40rem) { .pairs th { width: 38%; } .events th:nth-child(2) { width: 6.2rem;
  } body { padding: 1rem; } }
@page { size: A4; margin: 18mm 16mm 18mm 18mm; }
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --ground: #fff; --shade: #f4f4f4;
  --mark: #1264a3; --good: #0b6b45;
    --bad: #b3261e; --open: #8a5a00; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.4; }
  h1 { font-size: 17pt; } h2 { font-size: 12.5pt; margin-top: 14pt; } h3 { font-size: 10.5pt; }
  h1, h2, h3 { break-after: avoid; break-inside: avoid; }
  h2 + *, h3 + * { break-before: avoid; }
  thead { display: table-header-group; }
  tr, .box, .card { break-inside: avoid; }
  details { display: none; }
  .events code, .card td code, .soft code { font-size: 7pt; }
  p, blockquote { orphans: 3; widows: 3; }
  .box, blockquote { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
