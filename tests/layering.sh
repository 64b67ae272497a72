#!/bin/bash
# The one-way dependencies: layering.sh [ROOT]. What a folder may include stands in one
# table; the longest folder that holds a file counts.
set -euo pipefail

cd "${1:-$(dirname "$0")/..}"

declare -A may_include=(
	[protocol/base]="protocol/base"
	[protocol]="protocol"
	[protocol/cli]="protocol protocol/cli"
	[daemon/config]="daemon/config protocol/base"
	[daemon/io]="daemon/io daemon/config protocol"
	[daemon/journal]="daemon/journal protocol/base"
	[daemon/ledger]="daemon/ledger daemon/journal protocol"
	[daemon/work]="daemon/work daemon/ledger daemon/journal daemon/io daemon/config protocol"
	[daemon/intake]="daemon/intake daemon/work daemon/ledger daemon/journal daemon/io daemon/config protocol"
	[daemon/streams]="daemon/streams daemon/ledger daemon/journal daemon/io daemon/config protocol"
	[daemon/control]="daemon/control daemon/ledger daemon/journal daemon/io protocol"
	[daemon]="daemon protocol"
	[workers]="workers protocol"
)

# Folders that only their own files include.
private="protocol/cli"

# The longest of the given folders that holds the file, or nothing.
folder_of() {
	local file=$1 folder best=

	shift
	for folder in "$@"; do
		[[ $file == "$folder"/* && ${#folder} -gt ${#best} ]] && best=$folder
	done
	echo "$best"
}

allowed() {
	local from=$1 included=$2

	if [[ $included == "$private"/* && $from != "$private" ]]; then
		return 1
	fi
	# shellcheck disable=SC2086
	[[ -n $(folder_of "$included" ${may_include[$from]}) ]]
}

broken=0
while IFS=: read -r file line text; do
	included=${text#*\"}
	included=${included%%\"*}
	from=$(folder_of "$file" "${!may_include[@]}")
	if ! allowed "$from" "$included"; then
		echo "$file:$line: $from may not include \"$included\"" \
			"(it knows: ${may_include[$from]}; paths are written from the root)"
		broken=1
	fi
done < <(grep -rnE --include='*.[ch]' --include='*.def' \
	'^[[:space:]]*#[[:space:]]*include[[:space:]]*"' protocol daemon workers)
exit $broken
