# Runs every Check program below $B/tests/unit and renumbers their TAP as one.
. tests/lib.sh

unit_programs "$B/tests/unit"
