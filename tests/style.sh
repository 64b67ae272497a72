#!/bin/bash
# How the sources look: style.sh [ROOT]. Formatting, sizes, and nothing that is true of
# one machine only.
set -euo pipefail

cd "${1:-$(dirname "$0")/..}"

max_file_lines=500
max_test_lines=700
max_function_lines=60
broken=0

complain() {
	echo "$*"
	broken=1
}

list_files() {
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
		git ls-files -co --exclude-standard -- "$@" | while read -r f; do
			[[ -f $f ]] && echo "$f"
		done
	else
		local name names=()

		for name in "$@"; do
			names+=(-o -path "./$name")
		done
		find . -path './build*' -prune -o -type f \( -false "${names[@]}" \) -print | sort
	fi
}

check_format() {
	local out

	if ! command -v clang-format >/dev/null; then
		echo "clang-format is not installed: formatting not checked"
	elif ! out=$(list_files '*.c' '*.h' | xargs clang-format --dry-run -Werror 2>&1); then
		complain "not formatted as .clang-format wants it:"
		echo "$out" | grep -E 'error:' | head -20
	fi
}

check_file_sizes() {
	local file lines most

	while read -r file; do
		lines=$(wc -l <"$file")
		most=$max_file_lines
		[[ $file == *tests/* ]] && most=$max_test_lines
		((lines <= most)) || complain "$file: $lines lines; split it (at most $most)"
	done < <(list_files '*.c' '*.h')
}

# A function is what stands between '{' and '}' in the first column. The list of tests
# in a test's main() may be long.
check_function_sizes() {
	local out

	# shellcheck disable=SC2016
	out=$(list_files '*.c' | xargs awk -v most="$max_function_lines" '
		/^{$/ { start = FNR; name = before }
		/^}$/ && start {
			lines = FNR - start - 1
			is_list = FILENAME ~ /tests\// && name ~ /^int main\(/
			if (lines > most && !is_list)
				printf "%s:%d: %d lines; split it (at most %d): %s\n",
				       FILENAME, start, lines, most, name
			start = 0
		}
		/^[a-z]/ { before = $0 }')
	[[ -z $out ]] || complain "$out"
}

# Of two functions that are known to the linker by one name, it takes either.
check_names() {
	local out

	# shellcheck disable=SC2016
	out=$(list_files 'protocol/*.c' "$1/*.c" | xargs awk '
		/^{$/ && before !~ /^static / {
			name = before
			sub(/\(.*/, "", name)
			sub(/.*[ *]/, "", name)
			if (name in home && home[name] != FILENAME && name != "main")
				printf "%s: %s() is also in %s\n", FILENAME, name, home[name]
			home[name] = FILENAME
		}
		/^[a-z]/ { before = $0 }')
	[[ -z $out ]] || complain "$out"
}

# The brackets keep this file from finding itself.
check_places() {
	local out

	out=$(list_files '*' | xargs grep -nIE \
		'(^|[^A-Za-z0-9_./-])/(wor[k]|roo[t]|tmp/w[t]|tmp/[b])/|\.\./share[d]|share[d]/(seeds|gold|score|data|design|bench)' \
		|| true)
	[[ -z $out ]] || complain "paths of one machine:
$out"
}

check_format
check_file_sizes
check_function_sizes
check_names daemon
check_names workers
check_places
exit $broken
