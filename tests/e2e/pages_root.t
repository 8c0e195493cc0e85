. tests/lib.sh
. tests/e2e/fixture.sh

needs_fuse
needs_perf
RUN=profiled owner=0 owner_group=0 touches=$work/touches
. tests/e2e/pages.sh

is "$(log '[counts | select(.minor != .sampled_minor or .major != .sampled_major)
	| "\(.name): \(.minor)+\(.major) counted, \(.sampled_minor)+\(.sampled_major) sampled"] | join("; ")')" \
	"" "for every thread the kernel counted what was sampled"

"$B/mmstall" report "$work/log" >"$work/report"
is $? 0 "the report ends well"
has "$work/report" "$path" "the report names the file"
has "$work/report" "hazard" "the report names the loop's thread"
finish
