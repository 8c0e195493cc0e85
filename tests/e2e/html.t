# The HTML form in a browser: nothing goes wrong, nothing is loaded, what can be
# used is used, and names from logs stay text.
. tests/lib.sh
. tests/e2e/fixture.sh

command -v chromium >/dev/null && [ -d "$B/npm/node_modules/playwright-core" ]
needs_or_skip $? "chromium, and playwright-core (CI=true make setup installs them)"

browse() {
	HOME=$work MODULES=$PWD/$B/npm CHROMIUM=$(command -v chromium) \
		timeout 300 node tests/e2e/html/browse.mjs "$@" 2>"$work/err"
	is "$? $(cat "$work/err")" "0 " "the browser runs"
}

cases="stacks files hostile markup prefork tasks parts indirect suspected patterns no-stall"
pages=
for case in $cases; do
	"$B/mmstall" report --format html tests/data/valid/"$case"/*.jsonl >"$work/$case.html"
	pages="$pages $work/$case.html"
done
sh tests/e2e/html/many.sh 100000 >"$work/many.jsonl"
"$B/mmstall" report --format html "$work/many.jsonl" >"$work/many.html"
# The test itself: it tells a page that is broken.
sed 's/(descending ? -1 : 1)/(descending ? 1 : -1)/' "$work/stacks.html" >"$work/broken.html"
sed 's,</body>,<img src="https://mmstall.invalid/x.png" alt="">&,' "$work/stacks.html" >"$work/leaving.html"
# shellcheck disable=SC2086 # a list of words
browse $pages "$work/many.html" "$work/broken.html" "$work/leaving.html"

for case in $cases; do
	has "$work/$case.html.result" "^RESULT [0-9]{2,} 0$" "$case: the page works"
	sed -n 's/^WRONG /wrong: /p' "$work/$case.html.result" | explain
	is "$(grep -cE '<[a-z][^>]* (src|href)=' "$work/$case.html")" 0 "$case: it refers to nothing"
done
has "$work/hostile.html.result" "owned.*fake line\.dat" "hostile: a name is shown"
has "$work/hostile.html.result" "b.*u202egnp\.exe 4712" "hostile: and what stands beside it is not turned around"
has "$work/markup.html.result" "srv/<img src=x onerror=owned=1>" "markup: and as it is"
has "$work/patterns.html.result" "disk reads ahead.*128 KiB" "patterns: how far the disk reads ahead is a column"
has "$work/suspected.html.result" "3 minor and 2 major page faults, 3 sleeps, as a wait" "suspected: a stall says what was counted in it"
has "$work/many.html.result" "^RESULT [0-9]{2,} 0$" "100,000 iterations: the page works"
sed -n 's/^WRONG /wrong: /p' "$work/many.html.result" | explain
holds "$(sed -n 's/^OPENED //p' "$work/many.html.result") < 2000" "and opens in less than two seconds"
has "$work/broken.html.result" "^WRONG .* sorts by" "a table that sorts the wrong way is told"
has "$work/leaving.html.result" "^WRONG " "a page that loads something is told"
finish
