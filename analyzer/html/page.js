"use strict";
/* Puts the page together from the report and what goes with it. */
const report = JSON.parse(document.getElementById("report").textContent);
const more = JSON.parse(document.getElementById("more").textContent);
const main = document.querySelector("main");
const verdict = report.verdict;

document.title = visible(`mmstall: ${report.processes.map((one) => one.program).slice(0, 3).join(", ")}`);
main.append(make("header", {}, make("h1", {}, document.title),
	make("p", { class: "faint" }, report.processes.slice(0, 3).map((one) =>
		`${one.log} (pid ${one.pid}, ${duration(one.recorded_ns)} recorded)`).join("; ") +
		(report.processes.length > 3 ? `; and ${count(report.processes.length - 3)} more` : ""))));
main.append(make("p", { class: verdict.stalls ? "verdict" : "verdict good" }, verdict.words));
if (verdict.caution) main.append(make("p", { class: "faint" }, verdict.caution));
main.append(make("div", { class: "cards" }, ...[
	[count(verdict.stalls), `stalls of ${duration(report.threshold_ns)} or more`],
	[duration(verdict.worst_stall_ns), "the longest"],
	[duration(verdict.stalled_ns), "in stalls"],
	[share(verdict.stalled_on_files_ns, verdict.stalled_ns), "of that on mapped files"],
	[count(verdict.stalls_without_files), "stalls left without those faults"],
	[count(verdict.iterations), "iterations"],
].map(([value, title]) => make("div", { class: "card" }, make("b", {}, value), make("span", {}, title)))));

const ADVICE = 8, LINES = 6, MAPS = 4;
if (report.advice.length) section("What to do", ...report.advice.slice(0, ADVICE).map((one) => make("div", { class: "advice" },
	make("b", {}, one.words), make("p", {}, `Seen: ${one.evidence}.`), make("p", {}, `Gain: ${one.gain}.`),
	make("code", {}, one.code), make("p", { class: "faint" }, `Costs: ${one.cost}.`))),
	leftOut(ADVICE, report.advice.length, "pieces of advice are in the text form (-v)"));

const loops = report.loops.map((loop, i) => ({ ...loop, more: more.loops[i], stallOf: new Map(), indirectOf: new Map() }));
const loopOf = (stall) => loops.find((one) => one.loop === stall.loop && one.pid === stall.pid && one.tid === stall.tid);
for (const stall of report.stalls) loopOf(stall)?.stallOf.set(stall.iteration, stall);
for (const one of report.indirect_stalls) loopOf(one.stall)?.indirectOf.set(one.stall.iteration, one);
const drawn = loops.filter((loop) => loop.more.iterations.length);
if (drawn.length) section("Iterations", make("p", { class: "faint" },
	`Height: how long (its square root); the part on mapped files in front. The dashed line is ${duration(report.threshold_ns)}: what is longer is a stall, and marked below.`),
	legend(["file", "on mapped files"], ["busy", "otherwise busy"], ["bad", "a stall"]),
	...drawn.slice(0, LINES).map((loop) => timeLine(loop, loop.more.iterations, report.threshold_ns)),
	leftOut(LINES, drawn.length, "loops are in the table of event loops only"));
if (loops.length) section("How long iterations took", make("p", { class: "faint" }, "How many took how long; heights are logarithmic."),
	legend(["file", "as it was"], ["good", "had faults on files cost nothing"]), latencies(loops));

const faultsOf = report.files.map(() => []);
for (const fault of more.faults) faultsOf[fault[2]].push(fault);
const heated = report.files.map((file, i) => [file, faultsOf[i]]).filter(([file, faults]) => file.path && faults.length > 1);
if (heated.length) section("Where in the files, and when", make("p", { class: "faint" }, more.faults_left_out
	? `The ${count(more.faults.length)} longest faults; ${count(more.faults_left_out)} more are left out.` : "All blocking faults."),
	...heated.slice(0, MAPS).map(([file, faults]) => heatMap(file, faults, more.end_ns)),
	leftOut(MAPS, heated.length, "files are in the table of files only"));
if (more.stacks.length) section("Blocked time by stack", flameGraph(more.stacks));
const ns = (value) => duration(value);
if (report.stalls.length) section("Stalls", sortableTable(report.stalls.length < verdict.stalls
	? `The longest ${count(report.stalls.length)} of ${count(verdict.stalls)} stalls` : "Stalls, the longest first", [
	["at", (row) => row.at_ns, ns], ["length", (row) => row.length_ns, ns], ["on files", (row) => row.parts.files_ns, ns],
	["other memory", (row) => row.parts.memory_ns, ns], ["faults", (row) => row.faults, count], ["ready", (row) => row.ready, count],
	["loop", (row) => `${row.program}, ${row.thread} ${row.tid}`], ["task", (row) => row.task],
	["file", (row) => row.longest ? row.longest.path : ""], ["callback", (row) => row.longest ? place(row.longest.callback) : ""],
	["function", (row) => row.longest ? place(row.longest.function) : ""]], report.stalls));
if (report.indirect_stalls.length) section("Suspected indirect stalls", make("p", { class: "faint" },
	"The loop slept while another thread was blocked on a mapped file, and may have waited for it."),
sortableTable("Suspected indirect stalls, the longest overlap first", [
	["at", (row) => row.stall.at_ns, ns], ["length", (row) => row.stall.length_ns, ns], ["asleep", (row) => row.asleep_ns, ns],
	["meanwhile", (row) => row.overlap_ns, ns], ["loop", (row) => `${row.stall.program}, ${row.stall.thread} ${row.stall.tid}`],
	["other thread", (row) => row.fault ? `${row.thread} ${row.tid}` : ""], ["file", (row) => row.fault ? row.fault.path : ""],
	["function", (row) => row.fault ? place(row.fault.function) : ""],
	["the loop slept in", (row) => row.sleep ? place(row.sleep.function) : ""],
	["callback", (row) => row.sleep ? place(row.sleep.callback) : ""]], report.indirect_stalls));
if (report.loops.length) section("Event loops", sortableTable("Loops, the worst first", [
	["loop", (row) => row.name], ["iterations", (row) => row.iterations.count, count], ["busy", (row) => row.busy_ns, ns],
	["on files", (row) => row.files_ns, ns], ["p50", (row) => row.iterations.p50_ns, ns], ["p99", (row) => row.iterations.p99_ns, ns],
	["max", (row) => row.iterations.max_ns, ns], ["stalls", (row) => row.stalls, count],
	["without files", (row) => row.stalls_without_files, count]], loops));
if (report.files.length) section("Files and memory", sortableTable("What blocked, by time in loops", [
	["file", (row) => row.path || `(${row.kind})`], ["blocked", (row) => row.blocked_ns, ns], ["in loops", (row) => row.in_loops_ns, ns],
	["faults", (row) => row.faults, count], ["p50", (row) => row.p50_ns, ns], ["p99", (row) => row.p99_ns, ns], ["max", (row) => row.max_ns, ns],
	["access", (row) => row.pattern ? row.pattern.order.replace("_", " ") : ""],
	["mapped by", (row) => place(row.mapped_by)]], report.files.slice()));
for (const [title, rows] of [["Callbacks", report.code.callbacks], ["Functions", report.code.functions]])
	if (rows.length) section(title, sortableTable(`${title}, by time blocked`, [
		[title.toLowerCase().slice(0, -1), (row) => place(row)], ["module", (row) => row.module],
		["blocked", (row) => row.blocked_ns, ns], ["in loops", (row) => row.in_loops_ns, ns],
		["faults", (row) => row.faults, count], ["longest", (row) => row.longest_ns, ns]], rows.slice()));
section("How far to trust it", make("p", {}, `The kernel counted ${count(report.coverage.kernel_minor)} minor and ` +
	`${count(report.coverage.kernel_major)} major faults; ${count(report.coverage.sampled_minor)} and ` +
	`${count(report.coverage.sampled_major)} of them were sampled, ${count(report.coverage.lost)} lost, ` +
	`${count(report.coverage.passed_in_pauses)} passed in pauses.`),
	...report.limits.map((limit) => make("p", {}, limit.words)));
document.documentElement.dataset.ready = "1";
