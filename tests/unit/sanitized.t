# The same unit tests, built with AddressSanitizer and UBSan.
. tests/lib.sh

export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
unit_programs build/sanitize/tests/unit
