#!/bin/sh
# static.sh OUTPUT CLIENT ARCHIVE...: the client's library as an archive of one object in
# which only the names that newswire.h declares can be seen, so that a program that links
# it may call its own functions as it likes.
set -eu
output=$1 client=$2
shift 2
object=$output.o

${LD:-ld} -r -o "$object" --whole-archive "$client" --no-whole-archive "$@"
${OBJCOPY:-objcopy} --localize-hidden "$object"
rm -f "$output"
${AR:-ar} rcs "$output" "$object"
rm -f "$object"
