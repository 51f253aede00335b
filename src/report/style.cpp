#include "report/style.hpp"

#include "report/canvas.hpp"

namespace foreplan::inline v0::report {

// Plain classes instead of custom properties, because viewers of SVG files that are no browsers do
// not know the latter. Every colour has a contrast of at least 4.5 with the paper, light and dark, and
// the seven differ in lightness or hue for all common kinds of colour blindness.
std::string_view chart_style() noexcept {
  return R"(
.fp-chart{display:block;width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;font-size:13px;font-variant-numeric:tabular-nums}
.fp-chart[width]{width:auto;max-width:100%}
.fp-chart text{fill:#1f2429}
.fp-chart .fp-title{font-size:17px;font-weight:700}
.fp-chart .fp-strong{font-weight:700}
.fp-chart .fp-muted,.fp-chart .fp-note{fill:#59616a}
.fp-chart .fp-note{font-size:12px}
.fp-chart .fp-inside{fill:#fff}
.fp-chart .fp-halo{stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.fp-paper{fill:#fff}
.fp-grid{stroke:#dfe3e6;stroke-width:1}
.fp-axis{stroke:#6b747d;stroke-width:1}
.fp-leader{stroke:#9aa2a9;stroke-width:1}
.fp-line{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
.fp-fine{stroke-width:1.5}
.fp-history{stroke:#1f2429}
.fp-ink{fill:#1f2429}
.fp-reference{fill:none;stroke:#59616a;stroke-width:1.75;stroke-dasharray:5 4}
.fp-band{fill-opacity:.17}
.fp-faint{fill-opacity:.08}
.fp-edge{fill:none;stroke-width:1;stroke-opacity:.55}
.fp-band-any{fill:#6b747d;fill-opacity:.25}
.fp-scale-bar{fill:#8b949e}
.fp-mark{stroke:#fff;stroke-width:1}
.fp-part{stroke:#fff;stroke-width:1}
.fp-hatch{stroke:#fff;stroke-opacity:.5;stroke-width:1.25}
.fp-total{fill:#fff;stroke:#1f2429;stroke-width:2}
.fp-target{fill:#fff;stroke:#1f2429;stroke-width:2.5}
.fp-goal{stroke:#1f2429;stroke-width:3}
.fp-goal-thin{stroke:#1f2429;stroke-width:1.75;stroke-dasharray:3 3}
.fp-track{fill:#e9ecef}
.fp-whisker{stroke-width:2;fill:none}
.fp-f0{fill:#1b5e9b}.fp-f1{fill:#b84f14}.fp-f2{fill:#0d7668}.fp-f3{fill:#8a3d82}.fp-f4{fill:#85680a}.fp-f5{fill:#56616c}.fp-f6{fill:#a3294a}
.fp-l0{stroke:#1b5e9b}.fp-l1{stroke:#b84f14}.fp-l2{stroke:#0d7668}.fp-l3{stroke:#8a3d82}.fp-l4{stroke:#85680a}.fp-l5{stroke:#56616c}.fp-l6{stroke:#a3294a}
.fp-chart .fp-x0{fill:#1b5e9b}.fp-chart .fp-x1{fill:#b84f14}.fp-chart .fp-x2{fill:#0d7668}.fp-chart .fp-x3{fill:#8a3d82}.fp-chart .fp-x4{fill:#85680a}.fp-chart .fp-x5{fill:#56616c}.fp-chart .fp-x6{fill:#a3294a}
@media screen and (prefers-color-scheme:dark){
.fp-chart text{fill:#e6e9ec}
.fp-chart .fp-muted,.fp-chart .fp-note{fill:#a7b0b9}
.fp-chart .fp-inside{fill:#14181d}
.fp-chart .fp-halo{stroke:#14181d}
.fp-paper{fill:#14181d}
.fp-grid{stroke:#2c333a}
.fp-axis{stroke:#8b949e}
.fp-leader{stroke:#69727b}
.fp-history{stroke:#e6e9ec}
.fp-ink{fill:#e6e9ec}
.fp-reference{stroke:#a7b0b9}
.fp-band{fill-opacity:.24}
.fp-faint{fill-opacity:.12}
.fp-band-any{fill:#a7b0b9;fill-opacity:.3}
.fp-scale-bar{fill:#69727b}
.fp-mark,.fp-part,.fp-hatch{stroke:#14181d}
.fp-total,.fp-target{fill:#14181d;stroke:#e6e9ec}
.fp-goal,.fp-goal-thin{stroke:#e6e9ec}
.fp-track{fill:#2a3138}
.fp-f0{fill:#6db0ea}.fp-f1{fill:#f0955e}.fp-f2{fill:#4bc2ae}.fp-f3{fill:#d493cd}.fp-f4{fill:#d6b748}.fp-f5{fill:#a9b4bf}.fp-f6{fill:#f07f98}
.fp-l0{stroke:#6db0ea}.fp-l1{stroke:#f0955e}.fp-l2{stroke:#4bc2ae}.fp-l3{stroke:#d493cd}.fp-l4{stroke:#d6b748}.fp-l5{stroke:#a9b4bf}.fp-l6{stroke:#f07f98}
.fp-chart .fp-x0{fill:#6db0ea}.fp-chart .fp-x1{fill:#f0955e}.fp-chart .fp-x2{fill:#4bc2ae}.fp-chart .fp-x3{fill:#d493cd}.fp-chart .fp-x4{fill:#d6b748}.fp-chart .fp-x5{fill:#a9b4bf}.fp-chart .fp-x6{fill:#f07f98}
}
@media print{.fp-chart *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";
}

std::string_view page_style() noexcept {
  return R"(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;color-scheme:light dark}
body{margin:0;background:#fff;color:#1f2429;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;font-size:17px;line-height:1.55;overflow-wrap:break-word}
.fp-page{max-width:852px;margin:0 auto;padding:0 26px 64px}
header{padding:44px 0 20px;border-bottom:3px solid #1f2429;margin-bottom:8px}
h1{font-size:36px;line-height:1.15;margin:0;letter-spacing:-.01em;text-wrap:balance}
.fp-subtitle{font-size:19px;line-height:1.4;color:#59616a;margin:12px 0 0}
h2{font-size:25px;line-height:1.2;margin:0 0 18px;letter-spacing:-.005em;text-wrap:balance}
h3{font-size:19px;line-height:1.3;margin:34px 0 8px}
section{padding-top:46px}
p{margin:0 0 16px;max-width:43em;text-wrap:pretty}
ul,ol{margin:0 0 16px;padding-left:1.3em;max-width:43em}
li{margin:0 0 6px}
nav{margin:22px 0 0;font-size:15px}
nav h2{font-size:13px;font-weight:600;margin:0 0 6px;color:#59616a;letter-spacing:0}
nav ol{margin:0;padding-left:1.6em}
nav li{margin:0 0 3px}
a{color:#1b5e9b;text-underline-offset:2px}
a:focus-visible,summary:focus-visible,.fp-scroll:focus-visible{outline:2px solid #1b5e9b;outline-offset:3px}
figure{margin:30px 0 34px;break-inside:avoid}
figcaption{margin:0 0 10px}
.fp-name{display:block;font-size:17px;font-weight:700;line-height:1.3}
.fp-unit,.fp-foot{color:#59616a;font-size:14.5px;line-height:1.45}
.fp-unit{display:block}
.fp-foot{margin:8px 0 0}
.fp-narrow{display:none}
h3+figure,h3+.fp-table{margin-top:14px}
details{margin:10px 0 0;font-size:15px}
summary{cursor:pointer;color:#1b5e9b;padding:4px 0;width:fit-content}
.fp-table{margin:26px 0 30px;font-size:15px}
details .fp-table{margin:8px 0 0}
.fp-scroll{overflow-x:auto;max-width:100%;background:linear-gradient(90deg,#fff 30%,transparent) 0 0/40px 100% no-repeat local,linear-gradient(270deg,#fff 30%,transparent) 100% 0/40px 100% no-repeat local,linear-gradient(90deg,#0003,transparent) 0 0/12px 100% no-repeat scroll,linear-gradient(270deg,#0003,transparent) 100% 0/12px 100% no-repeat scroll}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;line-height:1.4}
caption{text-align:left;font-weight:700;font-size:17px;padding:0 0 8px;line-height:1.35}
th,td{padding:7px 14px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid #dfe3e6;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:600;vertical-align:bottom;text-wrap:balance;border-bottom:2px solid #1f2429}
thead .fp-unit{font-weight:400;font-size:13px}
.fp-right{text-align:right}
td.fp-right{white-space:nowrap}
td.fp-wrap{white-space:normal;min-width:8em}
td.fp-keep{white-space:nowrap}
th[scope=row]{min-width:5.5em}
.fp-listed th[scope=row]{min-width:13em}
.fp-listed td:not(.fp-right):not(.fp-keep){min-width:8em}
.fp-sum>*{font-weight:700}
tr.fp-first>*{border-top:2px solid #1f2429}
.fp-figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:26px 30px;margin:24px 0 32px;padding:0}
.fp-figure{border-top:3px solid #6b747d;padding-top:10px;break-inside:avoid}
.fp-figure .fp-value{display:block;font-size:34px;font-weight:700;line-height:1.15;font-variant-numeric:tabular-nums}
.fp-figure .fp-label{display:block;font-size:15.5px;line-height:1.4;margin-top:4px}
.fp-figure .fp-more{display:block;color:#59616a;font-size:14px;line-height:1.4;margin-top:4px}
.fp-callout{border-left:4px solid #6b747d;background:#f4f6f7;padding:14px 20px;margin:22px 0 26px;break-inside:avoid}
.fp-callout p{margin:0}
.fp-callout p+p{margin-top:6px}
.fp-callout strong{display:block}
.fp-cards{list-style:none;padding:0;margin:0 0 24px;max-width:none}
.fp-card{border-left:4px solid #6b747d;padding:2px 0 2px 20px;margin:0 0 28px;break-inside:avoid-page}
.fp-card>p{margin:0 0 8px}
.fp-card:not(.fp-bad):not(.fp-caution){font-size:15.5px;margin-bottom:18px}
.fp-card details{margin-top:4px}
.fp-badge{display:inline-block;font-size:14px;font-weight:700;line-height:1.3;margin:0 0 4px;color:#59616a}
.fp-badge svg{width:13px;height:13px;margin-right:6px;vertical-align:-1.5px}
.fp-card ul{list-style:none;padding:0;margin:8px 0 0;font-size:15.5px}
.fp-card ul li{padding:7px 0;border-top:1px solid #dfe3e6;margin:0}
.fp-card li .fp-badge{margin:0 8px 0 0}
blockquote{margin:8px 0 0;padding:0 0 0 14px;border-left:2px solid #dfe3e6;font-size:15px}
blockquote cite{display:block;font-style:normal;color:#59616a;font-size:14px}
.fp-good{border-color:#0d7668}.fp-caution{border-color:#85680a}.fp-bad{border-color:#a3294a}
.fp-badge.fp-good{color:#0d7668}.fp-badge.fp-caution{color:#85680a}.fp-badge.fp-bad{color:#a3294a}
footer{margin-top:64px;padding-top:16px;border-top:1px solid #dfe3e6;color:#59616a;font-size:14.5px}
@media screen and (max-width:640px){
body{font-size:16px}
.fp-page{padding:0 18px 48px}
header{padding:28px 0 16px}
h1{font-size:28px}
h2{font-size:22px}
section{padding-top:36px}
.fp-subtitle{font-size:17px}
.fp-wide{display:none}
.fp-narrow{display:block;max-width:480px}
.fp-figures{grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:20px}
.fp-figure .fp-value{font-size:28px}
.fp-card{padding-left:14px}
.fp-listed .fp-scroll{overflow:visible;background:none}
.fp-listed table,.fp-listed caption,.fp-listed tbody,.fp-listed tr,.fp-listed tbody th,.fp-listed td{display:block}
.fp-listed thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.fp-listed tr{border-bottom:1px solid #dfe3e6;padding:10px 0}
.fp-listed tbody tr:first-child{border-top:2px solid #1f2429}
.fp-listed tbody th{border:0;padding:0 0 4px;font-weight:600;min-width:0}
.fp-listed td{display:flex;justify-content:space-between;gap:16px;border:0;padding:2px 0;text-align:right}
.fp-listed td:empty{display:none}
.fp-listed td::before{content:attr(data-label);color:#59616a;text-align:left;flex:0 1 auto;min-width:5.5em}
.fp-listed tbody th,.fp-listed td{overflow-wrap:anywhere}
.fp-listed td.fp-right,.fp-listed td.fp-keep{white-space:normal}
.fp-listed td:not(.fp-right):not(.fp-keep){min-width:0}
}
@media (min-width:1160px){
.fp-page.fp-sided{max-width:1180px;display:grid;grid-template-columns:232px minmax(0,800px);column-gap:72px;justify-content:center}
.fp-sided>header{grid-column:1/-1}
.fp-sided>nav{grid-column:1;grid-row:2;position:sticky;top:0;align-self:start;padding:48px 0 24px;margin:0;max-height:100vh;overflow-y:auto}
.fp-sided>main{grid-column:2;grid-row:2}
.fp-sided>footer{grid-column:2}
}
@media screen and (prefers-color-scheme:dark){
body{background:#14181d;color:#e6e9ec}
header{border-color:#e6e9ec}
a,summary{color:#6db0ea}
a:focus-visible,summary:focus-visible,.fp-scroll:focus-visible{outline-color:#6db0ea}
.fp-subtitle,.fp-unit,.fp-foot,nav h2,.fp-figure .fp-more,.fp-badge,blockquote cite,footer{color:#a7b0b9}
th,td,.fp-card ul li,blockquote,footer,.fp-listed tr{border-color:#2c333a}
.fp-listed td::before{color:#a7b0b9}
thead th,tr.fp-first>*{border-color:#e6e9ec}
.fp-listed tbody tr:first-child{border-top-color:#e6e9ec}
.fp-callout{background:#1d2329}
.fp-scroll{background:linear-gradient(90deg,#14181d 30%,transparent) 0 0/40px 100% no-repeat local,linear-gradient(270deg,#14181d 30%,transparent) 100% 0/40px 100% no-repeat local,linear-gradient(90deg,#fff4,transparent) 0 0/12px 100% no-repeat scroll,linear-gradient(270deg,#fff4,transparent) 100% 0/12px 100% no-repeat scroll}
.fp-good{border-color:#4bc2ae}.fp-caution{border-color:#d6b748}.fp-bad{border-color:#f07f98}
.fp-badge.fp-good{color:#4bc2ae}.fp-badge.fp-caution{color:#d6b748}.fp-badge.fp-bad{color:#f07f98}
}
@media print{
html{color-scheme:light}
body{font-size:10.5pt}
.fp-page,.fp-page.fp-sided{display:block;max-width:none;padding:0}
header{padding-top:0}
nav,summary{display:none}
section{padding-top:24pt}
h2,h2+p,h3,figcaption,caption{break-after:avoid}
.fp-wide{display:block}
.fp-narrow{display:none}
.fp-scroll{overflow:visible;background:none}
td.fp-right,td.fp-wrap{white-space:normal}
table{font-size:9.5pt}
tr,.fp-table{break-inside:avoid}
.fp-listed th[scope=row]{min-width:9em}
.fp-figures{grid-template-columns:repeat(auto-fit,minmax(110px,1fr))}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
}
)";
}

}  // namespace foreplan::inline v0::report
