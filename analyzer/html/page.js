"use strict";
/* Puts the page together from the report and what goes with it. */
const report = JSON.parse(document.getElementById("report").textContent);
const more = JSON.parse(document.getElementById("more").textContent);
const main = document.querySelector("main");
const verdict = report.verdict;

const began = (one) => one.started_wall_ns ? `, from ${new Date(one.started_wall_ns / 1e6).toISOString().replace("T", " ").slice(0, 19)} UTC on` : "";
document.title = visible(`mmstall: ${[...new Set(report.processes.map((one) => one.program))].slice(0, 3).join(", ")}`);
main.append(make("header", {}, make("h1", {}, document.title),
	...report.processes.slice(0, 3).map((one) => make("p", { class: "faint" },
		`${one.program} (pid ${one.pid}), ${duration(one.recorded_ns)} recorded${began(one)}: ${one.log}`)),
	leftOut(3, report.processes.length, "log"),
	report.part ? make("p", {}, report.part) : ""));
main.append(make("p", { class: `verdict ${verdict.stalls ? "bad" : verdict.kind === "no_stall" ? "good" : ""}` }, verdict.words));
if (verdict.caution) main.append(make("p", { class: "faint" }, verdict.caution.replace("the next section", "how far to trust it")));
const isSampled = verdict.kind !== "not_sampled";
const total = (value) => report.loops.reduce((sum, loop) => sum + value(loop), 0);
const cover = report.coverage;
const cardsOfNoLoop = [["0", "event loops"],
	[duration(cover.blocking_minor_ns + cover.blocking_major_ns), "blocked on mapped files, in all threads"],
	[count(cover.blocking_minor + cover.blocking_major), "faults on mapped files"]];
const cardsOfNoStall = [["0", `stalls of ${duration(report.threshold_ns)} or more`],
	[duration(report.loops.reduce((most, loop) => Math.max(most, loop.iterations.max_ns), 0)), "the longest iteration"],
	[duration(total((loop) => loop.busy_ns)), "busy"], isSampled && [duration(total((loop) => loop.files_ns)), "of that on mapped files"]];
const cardsOfStalls = [[count(verdict.stalls), `${verdict.stalls === 1 ? "stall" : "stalls"} of ${duration(report.threshold_ns)} or more`],
	[duration(verdict.worst_stall_ns), "the longest"], [duration(verdict.stalled_ns), "in stalls"],
	isSampled && [share(verdict.stalled_on_files_ns, verdict.stalled_ns), "of that on mapped files"],
	verdict.suspected_indirect_ns && [duration(verdict.suspected_indirect_ns), "asleep while another thread was blocked on one"],
	isSampled && [count(verdict.stalls_without_files), `${verdict.stalls_without_files === 1 ? "stall" : "stalls"} left without those faults`]];
main.append(make("div", { class: "cards" }, ...[...!report.loops.length ? cardsOfNoLoop : verdict.stalls ? cardsOfStalls : cardsOfNoStall,
	report.loops.length && [count(verdict.iterations), verdict.iterations === 1 ? "iteration" : "iterations"],
].filter((card) => card).map(([value, title]) => make("div", { class: "card" }, make("b", {}, value), make("span", {}, title)))));

const ADVICE = 8, LINES = 6, MAPS = 4;
section("What to do", ...report.advice.slice(0, ADVICE).map((one) => make("div", { class: "advice" },
	make("h3", {}, one.words), make("dl", {}, make("dt", {}, "Seen"), make("dd", {}, `${one.evidence}.`),
		make("dt", {}, "Gain"), make("dd", {}, `${one.gain}.`), make("dt", {}, "Try"), make("dd", {}, make("code", {}, one.code)),
		make("dt", {}, "Costs"), make("dd", {}, `${one.cost}.`)))),
	leftOut(ADVICE, report.advice.length, "piece of advice is in the text form (-v)", "pieces of advice are in the text form (-v)"),
	report.advice.length ? "" : make("p", {}, report.no_advice));

const loops = report.loops.map((loop, i) => ({ ...loop, more: more.loops[i], stallOf: new Map(), indirectOf: new Map() }));
const loopOf = (stall) => loops.find((one) => one.loop === stall.loop && one.pid === stall.pid && one.tid === stall.tid);
for (const stall of report.stalls) loopOf(stall)?.stallOf.set(stall.iteration, stall);
for (const one of report.indirect_stalls) loopOf(one.stall)?.indirectOf.set(one.stall.iteration, one);
const drawn = loops.filter((loop) => loop.more.iterations.length);
if (drawn.length) section("Iterations", make("p", { class: "faint" },
	`Height: how long each took (its square root)${isSampled ? ", the part on mapped files in front" : ""}. What reaches the dashed line, ${duration(report.threshold_ns)}, is a stall, and marked below.`),
	isSampled ? legend(["file", "on mapped files"], ["busy", "otherwise busy"], ["mark", "a stall"])
		: legend(["busy", "busy; its faults were not sampled"], ["mark", "a stall"]),
	...drawn.slice(0, LINES).map((loop) => timeLine(loop, loop.more.iterations, report.threshold_ns)),
	leftOut(LINES, drawn.length, "loop is in the table of event loops only", "loops are in the table of event loops only"));
if (loops.length) section("How long iterations took", make("p", { class: "faint" },
	`How many iterations took how long; heights are logarithmic. The dashed line is ${duration(report.threshold_ns)}.`),
	legend(...[["file", "as it was"], ["good", "had faults on files cost nothing"]].slice(0, isSampled ? 2 : 1)),
	latencies(loops, report.threshold_ns, isSampled));

const faultsOf = report.files.map(() => []);
for (const fault of more.faults) faultsOf[fault[2]].push(fault);
const heated = report.files.map((file, i) => [file, faultsOf[i]]).filter(([file, faults]) => file.path && faults.length > 1);
if (heated.length) section("Where in the files, and when", make("p", { class: "faint" }, (more.faults_left_out
	? `The ${count(more.faults.length)} longest faults; ${count(more.faults_left_out)} more are left out.` : "All blocking faults.") +
	" Down: the byte in the file. To the right: time. The stronger, the longer threads were blocked there then."),
	...heated.slice(0, MAPS).map(([file, faults]) => heatMap(file, faults, more.end_ns)),
	leftOut(MAPS, heated.length, "file is in the table of files only", "files are in the table of files only"));
if (more.stacks.length) section("Blocked time by stack", flameGraph(more.stacks));

/* Columns that several tables have. */
const ns = (value) => duration(value);
const ofLoop = ["loop", (row) => `${row.program}, ${row.thread} ${row.tid}`, undefined, MAY_GO];
/* What depends on faults, of a ROW whose faults could not be sampled: not known. */
const known = (value) => (row) => (row.is_sampled ?? !row.counted) ? value(row) : undefined;
const ofTimes = [["iterations", (row) => row.iterations.count, count], ["busy", (row) => row.busy_ns, ns],
	["on files", known((row) => row.files_ns), ns], ["p50", (row) => row.iterations.p50_ns, ns], ["p99", (row) => row.iterations.p99_ns, ns],
	["p99.9", (row) => row.iterations.p999_ns, ns], ["max", (row) => row.iterations.max_ns, ns], ["stalls", (row) => row.stalls, count],
	["p99 without", known((row) => row.without_files.p99_ns), ns], ["max without", known((row) => row.without_files.max_ns), ns],
	["stalls without", known((row) => row.stalls_without_files), count], ["waited behind", (row) => row.queued_events, count]];
const WITHOUT = "“Without”: had faults on mapped files cost nothing. “Waited behind”: ready events that had queued up behind stalls.";

/* What a stall was blocked on. */
const filesOf = ({ files }) => files.length < 2 ? files.map((file) => file.name).join()
	: files.slice(0, 3).map((file) => `${duration(file.blocked_ns).replace(" ", "\u00a0")} ${file.name}`).join(", ") +
		(files.length > 3 ? ` and ${count(files.length - 3)} more` : "");

/* The innermost functions of a stack, as the text form has them. */
const stackOf = (where) => (where?.stack || []).slice(0, 8).map((one) => one.name).join(" < ") + (where?.stack?.length > 8 ? " < …" : "");

if (report.stalls.length) section("Stalls", sortableTable(report.stalls.length < verdict.stalls
	? `The longest ${count(report.stalls.length)} of ${count(verdict.stalls)} stalls` : "Stalls, the longest first", [
	["at", (row) => row.at_ns, ns], ["length", (row) => row.length_ns, ns], ["on files", known((row) => row.parts.files_ns), ns],
	["faults", known((row) => row.faults), count], ["ready", (row) => row.ready, count], ["behind", (row) => row.queued_events, count],
	ofLoop, ["task", (row) => row.task],
	["file", filesOf], ["callback", (row) => row.longest ? place(row.longest.callback) : ""],
	["function", (row) => row.longest ? place(row.longest.function) : ""], ["the rest of it", restOf],
	["counted in it", (row) => row.counted ? countedOf(row) : ""]], report.stalls));
if (report.indirect_stalls.length) section("Suspected indirect stalls", make("p", { class: "faint" },
	"The loop slept while another thread was blocked on a mapped file, and may have waited for it."),
sortableTable("Suspected indirect stalls, the longest overlap first", [
	["at", (row) => row.stall.at_ns, ns], ["length", (row) => row.stall.length_ns, ns], ["asleep", (row) => row.asleep_ns, ns],
	["meanwhile", (row) => row.overlap_ns, ns], ["loop", (row) => ofLoop[1](row.stall), undefined, MAY_GO],
	["other thread", (row) => row.fault ? `${row.thread} ${row.tid}` : ""], ["file", (row) => row.fault ? row.fault.path : ""],
	["blocked in", (row) => stackOf(row.fault)], ["the loop slept in", (row) => stackOf(row.sleep)]], report.indirect_stalls));
const together = report.programs.filter((one) => one.processes > 1);
if (together.length) section("Programs", make("p", { class: "faint" }, WITHOUT),
	sortableTable("All loops of a program together, the worst first", [["program", (row) => row.program],
		["processes", (row) => row.processes, count], ["loops", (row) => row.loops, count], ...ofTimes], together));
if (report.loops.length) section("Event loops", make("p", { class: "faint" }, WITHOUT),
	sortableTable("Loops, the worst first", [["loop", (row) => row.name], ...ofTimes], loops));

const HINTS = { none: "never advised", normal: "advised normal", random: "advised random", sequential: "advised sequential" };
const ofFaults = (key) => (row) => row.faults ? row[key] : undefined;
const order = (file) => !file.pattern || file.pattern.order === "unknown" ? "" : file.pattern.order.replace("_", " ") +
	(file.pattern.is_reread ? `, ${count(file.pattern.refaults)} read again after eviction` : "");
if (report.files.length) section("Files and memory", sortableTable("What blocked, by time in loops", [
	["file", (row) => row.path || `(${row.kind})`], ["blocked", (row) => row.blocked_ns, ns], ["in loops", (row) => row.in_loops_ns, ns],
	["faults", (row) => row.faults, count], ["major", (row) => row.major, count], ["p50", ofFaults("p50_ns"), ns],
	["p99", ofFaults("p99_ns"), ns], ["max", ofFaults("max_ns"), ns],
	["from byte", (row) => row.first_byte, count], ["to byte", (row) => row.last_byte, count],
	["brought in", (row) => row.pattern?.brought_bytes, bytes], ["access", order],
	["mapped", (row) => (row.uses || []).map((use) => `${use.protection} ${use.is_shared ? "shared" : "private"}, ${HINTS[use.advice]}`).join("; ")],
	["disk reads ahead", (row) => row.readahead_bytes, bytes], ["mapped by", (row) => place(row.mapped_by)],
	["calls", (row) => row.calls.map((one) => `${count(one.count)} ${one.call} ${one.argument} in ${duration(one.total_ns)}`).join(", ")]],
	report.files.slice()));
if (report.arrivals.length) section("Files that came into memory", make("p", { class: "faint" },
	"Pages that were found in memory and had not been; in stalls: about when an event loop stalled. By whom is not known."),
sortableTable("Files that came into memory", [["file", (row) => row.path], ["came in", (row) => row.bytes, bytes],
	["in stalls", (row) => row.stalled_bytes, bytes]], report.arrivals));
for (const [title, rows] of [["Callbacks", report.code.callbacks], ["Functions", report.code.functions]])
	if (rows.length) section(title, sortableTable(`${title}, by time blocked in loops`, [
		[title.toLowerCase().slice(0, -1), (row) => place(row)], ["module", (row) => row.module],
		["blocked", (row) => row.blocked_ns, ns], ["in loops", (row) => row.in_loops_ns, ns],
		["faults", (row) => row.faults, count], ["longest", (row) => row.longest_ns, ns]], rows.slice()));
section("How far to trust it", make("dl", {}, ...[...report.coverage.lines, ...report.limits.map((limit) => ({ about: "limit", words: limit.words }))]
	.flatMap((line) => [make("dt", {}, line.about), make("dd", {}, line.words)])));
document.documentElement.dataset.ready = "1";
