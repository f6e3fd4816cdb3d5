/** What the policy in the page's head lets through: SHA-256 of `STYLE`, kept by a test. */
export const STYLE_HASH = 'sha256-2hIdKhUYB9pGCRYhdYNr8LGegii5J1QeWb7G+QPPTUc=';

/**
 * Layers take the colours of Okabe and Ito (2008) in a fixed order, each with dashes of its own; black turns white on dark paper.
 * Entities of a raster have ten, the same without its yellow, which does not show on white, and three darker ones.
 */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfbf9;--sheet:#fff;--ink:#1b1f24;--dim:#545d67;--rule:#d5dae0;--link:#0a58a8;--high:#a8102f;--medium:#8a5700;--low:#5b6570;--shade:#00000030;--warn:#fdf1e3;--warnrule:#b3651a;
--l0:#0072B2;--l1:#E69F00;--l2:#009E73;--l3:#CC79A7;--l4:#56B4E9;--l5:#D55E00;--l6:#F0E442;--l7:#000;--l8:#8b949e;--e6:#000;--e7:#7F3C8D;--e8:#8C564B;--e9:#8a8f00;--ex:#a3acb5}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171b;--sheet:#1b1f24;--ink:#e6e8ea;--dim:#a3abb4;--rule:#3a414a;--link:#79b8ff;--high:#ff8fa0;--medium:#eab54d;--low:#a9b1ba;--shade:#ffffff38;--warn:#33261a;--warnrule:#e0a05a;
--l0:#2b93d1;--l7:#fff;--e6:#fff;--e7:#b988c6;--e8:#b98579;--e9:#c3c94a;--ex:#6b747e}}
*{box-sizing:border-box}
html{scroll-behavior:auto;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1320px;margin:0 auto;padding:20px 28px 80px}
@media (min-width:1080px){.front{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,8fr);gap:0 44px;align-items:start}.front figure{margin-top:0}}
h1{font-size:15px;letter-spacing:.02em;margin:0 0 10px;color:var(--dim);font-weight:600}
h2{font-size:21px;line-height:1.35;margin:6px 0 10px;max-width:72ch;text-wrap:pretty;overflow-wrap:anywhere}
h3{font-size:16px;margin:30px 0 6px}
h4{font-size:14px;margin:18px 0 4px;font-weight:600}
h4 .dim{font-weight:400}
p{margin:6px 0}
p,ul.caveats,ul.warn,figcaption,caption,dd{max-width:72ch}
a{color:var(--link)}
a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.lead{font-size:18px;line-height:1.45;overflow-wrap:anywhere}
.dim,.note,.legend .dim{color:var(--dim)}
.note{font-style:italic}
.skip,.off{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;background:var(--sheet);padding:6px 10px;z-index:3}
code{font:12.5px ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
kbd{font:12px ui-monospace,Menlo,Consolas,monospace;border:1px solid var(--rule);border-radius:3px;padding:0 4px}
ul{margin:6px 0;padding-left:1.2em}
.caveats{color:var(--dim)}
.warn{list-style:none;padding:8px 14px;margin:8px 0 12px;background:var(--warn);border-left:4px solid var(--warnrule)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:10px 0}
dt{color:var(--dim)}dd{margin:0;min-width:0}
details.run{margin:12px 0}
summary{cursor:pointer}
.fold summary{color:var(--dim)}
.id{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:12.5px;overflow-wrap:anywhere}
.id i{font-size:0}
.id i::before{content:"…";font-size:12.5px;font-style:normal}
.wide{overflow-x:auto;max-width:100%;background:linear-gradient(90deg,var(--paper) 40%,transparent) 0/48px 100% no-repeat local,linear-gradient(270deg,var(--paper) 40%,transparent) 100%/48px 100% no-repeat local,linear-gradient(90deg,var(--shade),transparent) 0/14px 100% no-repeat,linear-gradient(270deg,var(--shade),transparent) 100%/14px 100% no-repeat}
table{border-collapse:collapse;font-size:13.5px;line-height:1.4}
caption{text-align:left;padding:2px 0 6px;color:var(--dim)}
th,td{text-align:left;vertical-align:top;padding:4px 14px 4px 0;border-bottom:1px solid var(--rule)}
th{font-weight:600;white-space:nowrap}
thead th{vertical-align:bottom;color:var(--dim)}
.r{text-align:right;white-space:nowrap}
tr.failed td{background:var(--warn)}
tr.failed td:first-child{box-shadow:-6px 0 0 var(--warn)}
.ranked{width:100%}
.ranked td:nth-child(2){min-width:22em;max-width:62em;overflow-wrap:anywhere}
.ranked td:nth-child(6){min-width:8em}
.ranked td:nth-child(7){white-space:nowrap}
.ranked tr[hidden]{display:none}
.ranked a{text-decoration:none}.ranked a:hover,.ranked a:focus{text-decoration:underline}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted;text-underline-offset:3px}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
.band{font-weight:700;white-space:nowrap}
.band.high{color:var(--high)}.band.medium{color:var(--medium)}.band.low{color:var(--low)}
.ly{margin-right:10px;white-space:nowrap}
.ly::before{content:"";display:inline-block;vertical-align:middle;margin-right:5px;width:20px;height:3px;background:var(--l8)}
.ly.l0::before{background:var(--l0)}.ly.l1::before{background:repeating-linear-gradient(90deg,var(--l1) 0 7px,transparent 7px 9px)}.ly.l2::before{background:repeating-linear-gradient(90deg,var(--l2) 0 3px,transparent 3px 5px)}.ly.l3::before{background:repeating-linear-gradient(90deg,var(--l3) 0 8px,transparent 8px 10px,var(--l3) 10px 12px,transparent 12px 14px)}.ly.l4::before{background:repeating-linear-gradient(90deg,var(--l4) 0 2px,transparent 2px 4px)}.ly.l5::before{background:repeating-linear-gradient(90deg,var(--l5) 0 5px,transparent 5px 9px)}.ly.l6::before{background:repeating-linear-gradient(90deg,var(--l6) 0 9px,transparent 9px 11px);outline:1px solid var(--rule)}.ly.l7::before{background:repeating-linear-gradient(90deg,var(--l7) 0 2px,transparent 2px 7px)}.ly.l8::before{background:repeating-linear-gradient(90deg,var(--l8) 0 4px,transparent 4px 10px)}
.k:empty::before{content:"\\a0"}
.k{border-left:14px solid var(--ex);padding-left:5px;line-height:1}
.k.e0{border-color:var(--l0)}.k.e1{border-color:var(--l1)}.k.e2{border-color:var(--l2)}.k.e3{border-color:var(--l3)}.k.e4{border-color:var(--l4)}.k.e5{border-color:var(--l5)}.k.e6{border-color:var(--e6)}.k.e7{border-color:var(--e7)}.k.e8{border-color:var(--e8)}.k.e9{border-color:var(--e9)}
.t::before{content:"";display:inline-block;width:10px;height:10px;border-radius:50%;border:1px solid var(--dim);margin-right:5px;vertical-align:-1px}
.t.core::before{background:var(--ink)}.t.periphery::before{background:var(--ex)}.t.bystander::before{border-style:dashed}
.why td:nth-child(5),.why tfoot td:nth-child(3),.ck td:nth-child(3),.ck th:nth-child(3),.rb td:nth-child(3),.rb th:nth-child(3),.rb td:nth-child(4),.rb th:nth-child(4),.ev td:nth-child(4),.ev th:nth-child(4),.ev td:nth-child(5),.ev th:nth-child(5),.mb td:nth-child(1),.mb td:nth-child(3),.mb td:nth-child(4),.mb th:nth-child(1),.mb th:nth-child(3),.mb th:nth-child(4),.ranked td:nth-child(1),.ranked td:nth-child(3),.ranked td:nth-child(4),.ranked th:nth-child(1),.ranked th:nth-child(3),.ranked th:nth-child(4){text-align:right;white-space:nowrap}
.cluster{margin-top:56px;padding-top:18px;border-top:3px solid var(--ink);scroll-margin-top:0}
.cluster:focus{outline:none}
.bar1{display:flex;gap:14px;align-items:baseline;flex-wrap:wrap}
.bar1 .rank{font-weight:700}
.bar1 nav{margin-left:auto;display:flex;gap:12px}
.facts{max-width:none;color:var(--dim);overflow-wrap:anywhere}
.text{max-width:72ch}
.strip{margin:8px 0}
.strip th,.strip td{border:0;padding:2px 16px 2px 0;vertical-align:baseline}
.strip th .dim{font-weight:400}
.axisbar{width:200px;height:14px;vertical-align:-2px}
.axisbar .room{fill:none;stroke:var(--rule)}.axisbar .fill{fill:var(--ex)}
.axisbar .whisker{stroke:var(--ink);stroke-width:1.6;fill:none}
.axisbar .unknown{fill:none;stroke:var(--dim);stroke-dasharray:3 3}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:0 48px;align-items:start}
.pair>*{min-width:0}
figure{margin:22px 0 0}
figcaption,.cap{margin:0 0 6px;max-width:100ch}
.cap{margin-top:12px}
.wide>svg{display:block;width:100%;height:auto;min-width:640px}
.landing .wide>svg{max-width:900px;min-width:560px}
.graph{max-width:760px}
.wide>svg.graph{min-width:480px}
.wide>svg.matrix{width:auto;max-width:100%;min-width:min(100%,560px)}
svg text{font-size:10.5px;fill:var(--dim);font-family:inherit}
svg .b{font-weight:700;fill:var(--ink)}
.mid{text-anchor:middle}.end{text-anchor:end}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round;fill:var(--ink)}
.plot{fill:var(--sheet);stroke:var(--rule)}
.grid{stroke:var(--rule);fill:none}
.s,.n path{fill:none}
.n{stroke-width:1.5}
.g{fill:none;stroke:var(--l8);stroke-width:1.6}
.g.w0{stroke-width:.8;stroke-opacity:.55}.g.w1{stroke-width:1.5;stroke-opacity:.75}.g.w2{stroke-width:2.4}
.l0{stroke:var(--l0)}.l1{stroke:var(--l1);stroke-dasharray:7 2}.l2{stroke:var(--l2);stroke-dasharray:3 2}.l3{stroke:var(--l3);stroke-dasharray:8 2 2 2}.l4{stroke:var(--l4);stroke-dasharray:1.5 2}.l5{stroke:var(--l5);stroke-dasharray:5 4}.l6{stroke:var(--l6);stroke-dasharray:10 3 2 3 2 3;filter:drop-shadow(0 0 .7px #555)}.l7{stroke:var(--l7);stroke-dasharray:2 5}.l8{stroke:var(--l8);stroke-dasharray:4 6}
.s.l1,.s.l2,.s.l3,.s.l4,.s.l5,.s.l6,.s.l7,.s.l8{stroke-dasharray:none}
.e0{stroke:var(--l0)}.e1{stroke:var(--l1)}.e2{stroke:var(--l2)}.e3{stroke:var(--l3)}.e4{stroke:var(--l4)}.e5{stroke:var(--l5)}.e6{stroke:var(--e6)}.e7{stroke:var(--e7)}.e8{stroke:var(--e8)}.e9{stroke:var(--e9)}.ex{stroke:var(--ex)}
g.core{fill:var(--ink);stroke:var(--paper)}
g.periphery{fill:var(--ex);stroke:var(--dim)}
g.bystander{fill:var(--paper);stroke:var(--dim);stroke-dasharray:2 2}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 20px;margin:6px 0 0;padding:0;font-size:13px;max-width:none}
.legend li{display:flex;align-items:center;gap:5px;min-width:0;flex-wrap:wrap}
.key{height:12px;width:auto;flex:none}
.bar{width:150px;height:16px;display:block}
.bar .axis{stroke:var(--dim);fill:none}
.bar .up{fill:none;stroke:var(--ink);stroke-width:10}
.bar .down{fill:none;stroke:var(--ink);stroke-width:1.5}
.why td:first-child{min-width:13em}.why td:nth-child(2),.why td:nth-child(3){min-width:5.5em}.beside{font-size:13.5px;columns:2 22em;column-gap:32px}.beside li{break-inside:avoid}
.strip td:nth-child(3){white-space:nowrap}
.ev td:first-child,.ck td:nth-child(2){white-space:nowrap}.ev td:nth-child(3){white-space:nowrap}.ev .fold{white-space:normal;max-width:60ch;overflow-wrap:anywhere}.ev td:nth-child(6){min-width:14em}
.span{width:90px;height:10px;vertical-align:middle}
.span .on{stroke:var(--ink);stroke-width:5}
.dot.high{fill:var(--high)}.dot.medium{fill:var(--medium)}.dot.low{fill:var(--paper);stroke:var(--low);stroke-width:2}
.dot{stroke:var(--paper);stroke-width:1}
.new{fill:none;stroke:var(--ink);stroke-width:1.3}
.rest{fill:none;stroke-width:4;stroke-linecap:round;opacity:.65}
.rest.high{stroke:var(--high)}.rest.medium{stroke:var(--medium)}.rest.low{stroke:var(--low)}
svg a:focus{outline:none}
svg a:focus .dot,svg a:hover .dot{stroke:var(--ink);stroke-width:3}
input{font:inherit;color:inherit;background:var(--sheet);border:1px solid var(--dim);border-radius:4px;padding:4px 8px;width:min(28em,70vw)}
.tools button{font:inherit;font-weight:400;font-size:12.5px;color:inherit;background:var(--sheet);border:1px solid var(--dim);border-radius:4px;padding:1px 9px;cursor:pointer}
#tip{position:fixed;z-index:4;max-width:60ch;background:var(--ink);color:var(--paper);padding:3px 8px;border-radius:4px;font-size:12.5px;pointer-events:none;overflow-wrap:anywhere}
#tip[hidden],.tools[hidden]{display:none}
@media screen and (max-width:700px){main{padding:12px 14px 60px}h2{font-size:18px}.lead{font-size:16px}}
@media screen and (max-width:960px){.strip tr,.strip th,.strip td{display:block}.strip tr{margin-bottom:6px}}
@media print{
@page{margin:11mm 12mm}
body{font-size:8.5pt;line-height:1.4;background:#fff}
main{max-width:none;padding:0}
.tools,.skip,.bar1 nav,#tip{display:none}
.cluster{break-before:page;margin:0;padding-top:6px}
figure,tr,h2,.warn,.strip,.beside li{break-inside:avoid}
h2{font-size:13pt;margin:4px 0 6px}.lead{font-size:11pt}
h3{font-size:10pt}h4{font-size:8.5pt}
h3,h4{break-after:avoid;margin-top:10px}
figure{margin-top:10px}
p,ul.caveats,ul.warn,figcaption,caption,.cap{max-width:none}
thead{display:table-header-group}
table,.beside{font-size:7.5pt;line-height:1.3}
th,td{padding:2px 10px 2px 0}
.pair{grid-template-columns:2fr 3fr;gap:0 20px}
.wide{overflow:visible;background:none}
.wide>svg,.wide>svg.graph{min-width:0}
.wide>svg.matrix{max-height:100mm}
.landing .wide>svg{max-width:130mm}
.pair.doubts{grid-template-columns:3fr 2fr}
.bar{width:80px}.axisbar{width:100px}.strip{width:100%}.strip th{width:17em}.strip td:nth-child(2){width:110px}
.why td:nth-child(2){min-width:8em}.why td:nth-child(1){width:50%}.ck td:nth-child(4){width:60%}
.why td:first-child{min-width:0}
.legend{gap:0 14px;font-size:7.5pt}.legend .id,.id,code{font-size:7pt}
.id i{font-size:inherit;font-style:normal}
.id i::before{content:none}
.legend .id i{font-size:0}
.legend .id i::before{content:"…";font-size:7pt}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{color:inherit;text-decoration:none}
}
`;
