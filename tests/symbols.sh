#!/bin/sh
# Two parts of a program must not define the same function: the linker would take either
# one without a word. usage: symbols.sh BUILD
set -eu
status=0
for program in workers daemon; do
	found=$(find "$1/protocol" "$1/$program" -name '*.o' -exec nm --defined-only {} + |
		awk '$2 == "T" && $3 != "main" { print $3 }' | sort | uniq -d)
	if [ -n "$found" ]; then
		echo "$program: defined more than once:" $found
		status=1
	fi
done
exit $status
