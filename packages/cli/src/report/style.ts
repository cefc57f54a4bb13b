import { toneCss } from "@gradus/workbench";

/** The page's style. */
export const pageCss = (): string => `${toneCss()}
:root{color-scheme:light dark;--sans:"Source Sans 3",Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans",sans-serif;--serif:"Source Serif 4",Charter,"Bitstream Charter",Cambria,"DejaVu Serif",serif}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 var(--sans);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1180px;margin:0 auto;padding:3.5rem 2rem 5rem}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
h1,h2,.lede,.says{font-family:var(--serif);font-weight:400;text-wrap:balance}
h1{font-size:clamp(1.75rem,1.2rem + 2.2vw,2.6rem);line-height:1.18;margin:.2rem 0 .7rem;letter-spacing:-.01em;max-width:24em}
h2{font-size:1.42rem;line-height:1.32;margin:.15rem 0 .8rem;max-width:34em}
h3{font-size:.95rem;font-weight:600;margin:2rem 0 .6rem}
p{margin:0 0 .8rem;max-width:68ch}
.kicker{max-width:none;color:var(--muted);font-size:.9rem;margin:0}
header .kicker+.lede{margin-top:1rem}
.lede{font-size:1.22rem;line-height:1.5;max-width:58ch;margin-bottom:1.6rem}
.facts{display:flex;flex-wrap:wrap;gap:.15rem 1.6rem;margin:0 0 2.2rem;color:var(--muted);font-size:.88rem}
.facts div{display:flex;gap:.4em}
.facts dt::after{content:":"}
.facts dd{margin:0;color:var(--ink)}
.command{font:.82rem/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;color:var(--muted);overflow-wrap:anywhere}
table{border-collapse:collapse;font-size:.94rem;line-height:1.4;width:100%}
th{text-align:left;font-weight:400;color:var(--muted);font-size:.84rem;padding:0 1rem .4rem 0;border-bottom:1px solid var(--edge);vertical-align:bottom}
td{padding:.55rem 1rem .55rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
tr>:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap}
.summary tr:not(:last-child) td{border-bottom:0;padding-bottom:.1rem}.summary a{white-space:nowrap}
td.number,.figure{white-space:nowrap}
.spread{color:var(--muted)}
.standing .spread{display:block;font-size:.86em}
.verdict{white-space:nowrap;font-weight:600}
.holds{color:var(--holds)}.fails{color:var(--fails)}.open{color:var(--open)}
.sign{display:inline-block;width:1.15em;font-weight:700}
section.claim,section.race{border-top:1px solid var(--edge);margin-top:3.5rem;padding-top:1.3rem}
.answer{display:flex;gap:.5rem;align-items:baseline;padding:.5rem .85rem;border-left:3px solid currentColor;margin:0 0 1.4rem;max-width:none;font-size:1.02rem}
.answer.holds{background:var(--holds-soft)}.answer.fails{background:var(--fails-soft)}.answer.open{background:var(--open-soft)}
.answer>span:last-child{color:var(--ink)}
.about{display:grid;grid-template-columns:8.5rem minmax(0,68ch);gap:.4rem 1rem;margin:1.4rem 0 0}
.about dt{color:var(--muted);font-size:.92rem}
.about dd{margin:0 0 .3rem;overflow-wrap:anywhere}
.figures{table-layout:fixed}col.what{width:33%}col.each{width:246px}col.value{width:24%}col.need{width:11%}
.kind{display:block;color:var(--muted);font-size:.86em}
.counted{letter-spacing:.05em}
.dots svg{display:block;overflow:visible;margin:-.1rem 0 -.3rem}
svg text{font-variant-numeric:tabular-nums}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:1.4rem 1.5rem;margin:.4rem 0 .6rem}
figure{margin:0;min-width:0}
figure svg{width:100%;height:auto;max-width:430px;display:block;overflow:visible}
figcaption{font-weight:600;font-size:.92rem;margin:0 0 .35rem}
.caption{color:var(--muted);font-size:.88rem;max-width:80ch}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;list-style:none;padding:0;margin:.2rem 0 .9rem;font-size:.9rem}
.legend svg{vertical-align:.22em;margin-right:.45em}
details{margin:.8rem 0}
summary{cursor:pointer;color:var(--accent);font-size:.94rem;width:fit-content}
.scroll{overflow-x:auto}
.nothing{border:1px dashed var(--edge);border-radius:4px;padding:1.6rem 1.2rem;color:var(--muted);margin:1rem 0;max-width:none}
.error{font:.82rem/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--raised);padding:.8rem 1rem;border-radius:4px;margin:.6rem 0 1rem;max-height:20rem;overflow:auto}
footer{margin-top:4rem;border-top:1px solid var(--edge);padding-top:1rem;color:var(--muted);font-size:.88rem}
@media (max-width:720px){
body{font-size:16.5px}main{padding:1.8rem 1.1rem 3rem}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack,.stack tbody,.stack tr,.stack td{display:block;text-align:left}
.stack tr{border-bottom:1px solid var(--rule);padding:.7rem 0}
.stack td{border:0;padding:.08rem 0;white-space:normal}
.stack td[data-label]:not(:empty)::before{content:attr(data-label);color:var(--muted);font-size:.84rem;display:inline-block;min-width:6.2rem;margin-right:.5em}
.kind{display:none}.figures{table-layout:auto}
.about{grid-template-columns:1fr;gap:0}.about dd{margin-bottom:.8rem}
section.claim,section.race{margin-top:2.6rem}
}
@media print{main{max-width:none;padding:0}section.claim,figure{break-inside:avoid}}`;
