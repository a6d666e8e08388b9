import { markup } from '../terminal/html.ts';

/** Designed for print: black on white, one page per seat, and no color that carries meaning. */
export const handoutStyle = markup`
@page { margin: 12mm }
* { box-sizing: border-box }
body { margin: 0; font: 11pt/1.4 system-ui, sans-serif; color: #1c2128; background: #fff }
main { max-width: 48rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.2rem }
.seat { border-top: 1px solid #6e7781; padding: 1rem 0 2rem }
.class { display: flex; justify-content: space-between; margin: 0; color: #57606a }
h2 { margin: .2rem 0 .6rem; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere }
.id { font-family: ui-monospace, monospace }
.name { font-weight: 400 }
h3 { margin: .9rem 0 .2rem; font-size: 1rem }
p, ul { margin: .2rem 0 }
ul { padding-left: 1.2rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: 700; padding: .2rem 0 }
th, td { text-align: left; vertical-align: top; padding: .15rem .75rem .15rem 0; border-bottom: 1px solid #d0d7de }
th { font-weight: 400; width: 8rem; color: #57606a }
code, pre { font: .9em/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
pre { margin: .3rem 0; padding: .5rem .6rem; border: 1px solid #6e7781; white-space: pre-wrap }
a { color: inherit; overflow-wrap: anywhere }
@media print {
  main { max-width: none; padding: 0 }
  h1 { display: none }
  body { font-size: 10pt }
  .seat { border: 0; padding: 0; break-after: page; break-inside: avoid }
  .seat:last-child { break-after: auto }
}
`;
