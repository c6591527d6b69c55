"""How the report's page looks, beside what it shares with the packet's: its figures, its pictures, its tables."""

from __future__ import annotations

MORE = """
body { max-width: 64rem; }
dl.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .75rem; margin: 0; }
.figure { background: var(--shade); border-radius: 6px; padding: .65rem .85rem; break-inside: avoid; }
.figure dt { color: var(--soft); font-size: .82rem; }
.figure dd { margin: .1rem 0 0; }
.figure strong { display: block; font-size: 1.12rem; line-height: 1.35; }
.figure span { color: var(--soft); font-size: .82rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: 1rem;
  align-items: start; }
.pictures figure { margin: 0; break-inside: avoid; }
.pictures img { width: 100%; max-width: 30rem; height: auto; display: block; }
table.numbers { width: 100%; table-layout: auto; overflow-wrap: normal; border-collapse: collapse;
  font-size: .87rem; font-variant-numeric: tabular-nums; }
table.numbers th, table.numbers td { text-align: right; padding: .3rem .45rem; border-bottom: 1px solid var(--line);
  vertical-align: baseline; }
table.numbers th:first-child, table.numbers td:first-child { text-align: left; width: 30%; }
table.numbers th { color: var(--soft); font-weight: 600; font-size: .8rem; background: none; }
table.numbers td:not(:first-child) { white-space: nowrap; }
table.numbers tr { break-inside: avoid; }
dl.definitions { margin: 0; display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .35rem 1rem;
  font-size: .9rem; }
dl.definitions dt { font-weight: 600; } dl.definitions dd { margin: 0; color: var(--soft); }
@media (max-width: 40rem) { dl.definitions { display: block; } .pictures { grid-template-columns: 1fr; }
  section { overflow-x: auto; } }
@page { size: A4; margin: 16mm 14mm; }
@media print {
  :root { --ink: #1d1c1d; --soft: #55535a; --line: #c9c7cc; --ground: #fff; --shade: #f4f3f5; }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  h2 { break-after: avoid; margin-top: 1.4rem; }
  dl.figures { grid-template-columns: repeat(4, 1fr); gap: .4rem; }
  .figure { padding: .4rem .55rem; } .figure strong { font-size: 10.5pt; }
  .pictures { grid-template-columns: 1fr 1fr; }
  dl.definitions { font-size: 8.5pt; gap: .15rem 1rem; }
  .figure { border: 1px solid var(--line); }
  table.numbers { font-size: 8.5pt; } table.numbers th { font-size: 8pt; }
  table.numbers th, table.numbers td { padding: .22rem .3rem; }
  thead { display: table-header-group; }
}
"""
