/** The sandbox pages' one style sheet. It looks unlike the site on purpose: nobody should take it for a part of it. */
export const styles = `
:root { color-scheme: light dark; --paper: #f6f6fa; --card: #fff; --ink: #1a1b2e; --soft: #50526b; --line: #8b8da5; --act: #4338b0; --on-act: #fff; --bad: #a3142c; --good: #14663d; --notice: #fff2c4; --on-notice: #3d2f00; }
@media (prefers-color-scheme: dark) { :root { --paper: #14152a; --card: #1e2038; --ink: #f0f0fa; --soft: #bfc1da; --line: #8486a5; --act: #b9b3ff; --on-act: #14152a; --bad: #ffb0b8; --good: #93e2b7; --notice: #3d3208; --on-notice: #ffe9a3; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 66rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.2; margin: 0 0 .75rem; } h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; } h3 { font-size: 1.0625rem; }
p { margin: 0 0 1rem; }
a { color: var(--act); }
.notice { margin: 0; padding: .6rem 1rem; background: var(--notice); color: var(--on-notice); text-align: center; }
.card { background: var(--card); border-radius: .75rem; padding: 1.5rem; margin-bottom: 1.5rem; }
.narrow { max-width: 34rem; margin-inline: auto; }
.sides { display: grid; gap: 1.5rem; align-items: start; } .sides .card { margin: 0; min-width: 0; }
@media (min-width: 52rem) { .sides { grid-template-columns: 5fr 6fr; } .sides > :nth-child(2) { grid-row: span 2; } }
.total { font-size: 2.25rem; font-weight: 700; margin: 0 0 1rem; }
.lines { list-style: none; margin: 0; padding: 0; } .lines li { display: flex; justify-content: space-between; gap: 1rem; padding: .6rem 0; border-top: 1px solid var(--line); }
.soft { color: var(--soft); }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; min-width: 0; } legend { font-weight: 700; padding: 0; margin-bottom: .5rem; }
label { display: block; font-weight: 600; margin-bottom: .25rem; } .hint { display: block; color: var(--soft); font-size: .9375rem; margin-bottom: .25rem; }
input:not([type=radio]), select { width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .65rem .75rem; min-height: 2.75rem; }
.field { margin-bottom: 1rem; } .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: end; }
.choice { display: flex; gap: .6rem; align-items: center; min-height: 2.75rem; } .choice input { width: 1.4rem; height: 1.4rem; margin: 0; } .choice label { margin: 0; padding: .5rem 0; flex: 1; }
.wrong input { border: 2px solid var(--bad); } .error { display: block; color: var(--bad); font-weight: 600; }
.errors { border: 3px solid var(--bad); border-radius: .5rem; padding: 1rem; margin-bottom: 1.25rem; } .errors ul { margin: 0; padding-left: 1.2rem; } .errors a { color: var(--bad); }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .4rem; border: 1px solid var(--act); background: var(--card); color: var(--act); cursor: pointer; }
button.main { width: 100%; background: var(--act); color: var(--on-act); font-size: 1.125rem; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line); vertical-align: top; } td button { white-space: nowrap; padding-inline: .6rem; } @media (max-width: 30rem) { td button { white-space: normal; min-width: 7rem; } } .card > :last-child { margin-bottom: 0; }
caption { text-align: left; font-size: 1.125rem; font-weight: 700; padding-bottom: .5rem; }
td form { display: inline-flex; gap: .4rem; flex-wrap: wrap; margin: 0 .4rem .4rem 0; } td input:not([type=radio]) { width: 7rem; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; margin-bottom: 1rem; } .good { color: var(--good); } .bad { color: var(--bad); }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); margin-bottom: 1rem; }
.methods:has([value=card]:checked) ~ .by-bacs, .methods:has([value=bacs_debit]:checked) ~ .by-card { display: none; }
code { font-size: .9em; overflow-wrap: anywhere; }
`;
