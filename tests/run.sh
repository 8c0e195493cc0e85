#!/bin/sh
# Runs test scripts (*.t: shell that speaks TAP), given as files or folders,
# under prove, whose summary is the last thing printed.
set -u
cd "$(dirname "$0")/.." || exit 1
umask 022
exec prove -e sh --timer --failures "$@"
