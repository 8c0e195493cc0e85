# The HTML form in a browser: nothing goes wrong, nothing is loaded, what can be
# used is used, and names from logs stay text.
. tests/lib.sh
. tests/e2e/fixture.sh

command -v chromium >/dev/null
needs_or_skip $? "chromium"

# see FILE: what the page in it comes to, in $work/result.
see() {
	HOME=$work timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--user-data-dir="$work/profile" --virtual-time-budget=10000 --dump-dom \
		"file://$1" 2>"$work/err" | sed -n '/^RESULT /,/^TEXT /p' >"$work/result"
}

# browse LOG…: the report with our scripts around its own.
browse() {
	"$B/mmstall" report --format html "$@" >"$work/report.html"
	awk -v before=tests/e2e/html/before.js -v after=tests/e2e/html/after.js '
		function put(file, line) {
			print "<script>"
			while ((getline line < file) > 0) print line
			print "</script>"
		}
		/^<\/body>$/ { put(after) }
		{ print }
		/^<body>$/ { put(before) }' "$work/report.html" >"$work/page.html"
	see "$work/page.html"
}

for case in stacks files hostile markup prefork tasks parts indirect; do
	browse tests/data/valid/$case/*.jsonl
	has "$work/result" "^RESULT [0-9]{2,} 0$" "$case: the page works"
	sed -n 's/^WRONG /# wrong: /p' "$work/result"
	is "$(grep -cE '<[a-z][^>]* (src|href)=' "$work/report.html")" 0 "$case: it refers to nothing"
done
browse tests/data/valid/hostile/log.jsonl
has "$work/result" "owned.*fake line\.dat" "hostile: a name is shown"
has "$work/result" "b.*u202egnp\.exe 4712" "hostile: and what stands beside it is not turned around"
browse tests/data/valid/markup/log.jsonl
has "$work/result" "srv/_img src=x onerror=owned=1_" "markup: and as it is"

# The test itself: it tells a page that is broken.
browse tests/data/valid/stacks/log.jsonl
sed 's/(descending ? -1 : 1)/(descending ? 1 : -1)/' "$work/page.html" >"$work/broken.html"
see "$work/broken.html"
has "$work/result" "^WRONG .* sorts by" "a table that sorts the wrong way is told"
finish
