# A thread that faults so often that sampling would cost more than its budget
# is not sampled until it faults less; every fault is accounted for.
. tests/lib.sh
. tests/e2e/fixture.sh

needs_perf
# 400 MB of fresh memory, five times, in one thread; then quiet.
churn='for (1 .. 5) { my $memory = "x" x 4e8 } select undef, undef, undef, 1; my @more = (1) x 1000'
profiled perl -e "$churn"
is $? 0 "the program runs as it does without the profiler"
holds "$(log '[$log[] | select(has("pause"))] | length') >= 1" "sampling pauses"
is "$(log '[$log[] | select(has("resume"))] | length')" \
	"$(log '[$log[] | select(has("pause"))] | length')" "and resumes as often"
# The kernel's count cannot be read in the very moment of a pause.
is "$(log '[counts | (.minor - .sampled_minor - .paused | fabs) <= 0.01 * .minor] | all')" true \
	"what was sampled and what passed in pauses is what the kernel counted"
holds "$(log '[counts | .paused] | add') > 100000" "most of the faults passed in pauses"

MMSTALL_BUDGET=100% profiled perl -e "$churn"
is "$(log '[$log[] | select(has("pause"))] | length')" 0 "with a budget of 100% it never pauses"
finish
