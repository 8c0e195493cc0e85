"""Results of the benchmark as a table, with what is wanted of each."""

WANTED = {
    "a loop that never blocks": ("60 ns", lambda r: r["more_ns"] <= 60),
    "a instructions of a wait": ("-", lambda r: True),
    "a loop, a message each": ("1.03", lambda r: r["ratio"] <= 1.03),
    "b ping-pong, same CPU": ("2 µs of CPU a cycle", lambda r: r["more_cpu_ns"] <= 2000),
    "b the same, perf events alone": ("(the floor)", lambda r: True),
    "b ping-pong, across CPUs": ("1.02", lambda r: r["ratio"] <= 1.02),
    "c warm scan": ("1.03", lambda r: r["ratio"] <= 1.03),
    "c warm scan, small folios": ("1.03", lambda r: r["ratio"] <= 1.03),
    "d cold faults": ("1.03, none lost, 99 % with whole stacks, 64 bytes of log a fault",
                      lambda r: r["ratio"] <= 1.03 and not r["lost"] and r["share_with_whole_stack"] >= 0.99
                      and r["log_bytes_a_fault"] <= 64),
    "e anonymous churn": ("1.03", lambda r: r["ratio"] <= 1.03),
    "e anonymous churn, 100 ms": ("2.0", lambda r: r["ratio"] <= 2.0),
    "f map and unmap a file": ("1.15", lambda r: r["ratio"] <= 1.15),
    "f map and unmap anonymous": ("1.02", lambda r: r["ratio"] <= 1.02),
    "g thread create and join": ("1.35", lambda r: r["ratio"] <= 1.35),
    "h lighttpd": ("1.02", lambda r: r["ratio"] <= 1.02),
    "i many loops, unprivileged": ("all loops sampled", lambda r: all(x["loops"] == x["sampled"] == x["threads"] for x in r["rows"])),
    "j report on d": ("0.3 s and 60 MB", lambda r: r["seconds"] <= 0.3 and r["peak_bytes"] <= 60e6),
    "j report": ("1e6 faults in 3 s and 300 MB, linear", lambda r: all(
        x["seconds"] <= 3 * max(x["faults"] / 1e6, 1) and x["peak_bytes"] <= 300e6 * max(x["faults"] / 1e6, 1) for x in r["rows"])),
    "j other forms, 1e5": ("-", lambda r: True),
    "j other forms, 1e6": ("-", lambda r: True),
    "k idle process": ("8 MB, one wake-up a second", lambda r: r["more_private_bytes"] <= 8e6 and r["wakes_a_second"] <= 1.1),
}


def measured(row):
    if "skipped" in row:
        return f"skipped: {row['skipped']}"
    if "forms" in row:
        return "; ".join(f"{form}: {seconds} s" for form, seconds in row["forms"].items())
    if "instructions" in row:
        return f"{row['instructions']:.0f} instructions"
    if "rows" in row and "events" in row["rows"][0]:
        return "; ".join(f"{x['events']}: {x['more_ns']:.0f} ns more" for x in row["rows"])
    if "rows" in row and "threads" in row["rows"][0]:
        return "; ".join(f"{x['threads']} threads: {x['sampled']} of {x['loops']} loops sampled" for x in row["rows"])
    if "rows" in row:
        return "; ".join(f"{x['faults']:.0e}: {x['seconds']} s, {x['peak_bytes'] / 1e6:.0f} MB" for x in row["rows"])
    if "seconds" in row:
        return f"{row['seconds']} s, {row['peak_bytes'] / 1e6:.0f} MB"
    if "wakes_a_second" in row:
        return f"{row['more_private_bytes'] / 1e6:.1f} MB, {row['wakes_a_second']:.1f} wake-ups a second"
    text = f"{row['ratio']:.3f} ({row['quartiles'][0]:.3f} to {row['quartiles'][1]:.3f})"
    if "more_ns" in row:
        text += f", {row['more_ns']:.0f} ns more a unit, of CPU {row['more_cpu_ns']:.0f} ns"
    if "p99_ms" in row:
        text += f", p99 {row['p99_ms'][0]:.0f} and {row['p99_ms'][1]:.0f} ms"
    if "lost" in row:
        text += (f"; {row['faults']} faults, {row['lost']} lost, {100 * row['share_with_whole_stack']:.1f} % of blocked time "
                 f"with whole stacks, {row['log_bytes_a_fault']:.0f} bytes of log a fault")
    return text


def peers(row):
    return "; ".join(f"{name}: {one['ratio']:.2f}" if "ratio" in one else f"{name}: {one['skipped']}"
                     for name, one in row.get("peers", {}).items())


def of(results, cpus, kernel):
    lines = [f"{cpus} CPUs, Linux {kernel}.", "", "| workload | wanted | measured | met | peers on the same work |",
             "|---|---|---|---|---|"]
    for name, row in results.items():
        wanted, is_met = WANTED[name]
        met = "-" if "skipped" in row or wanted in ("-", "(the floor)") else "yes" if is_met(row) else "no"
        lines.append(f"| {name} | {wanted} | {measured(row)} | {met} | {peers(row)} |")
    return "\n".join(lines)


def put(path, text):
    """Between the marks in PATH."""
    with open(path, encoding="utf-8") as file:
        whole = file.read()
    begin, end = "<!-- make bench writes from here -->\n", "<!-- to here -->"
    before, rest = whole.split(begin)
    after = rest.split(end)[1]
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{before}{begin}\n{text}\n\n{end}{after}")
