#!/bin/sh
# Runs Postgres until everybody who has a lease on it has gone: see lease.ts. The lease's pipe is the standard input.
# usage: guard.sh <folder to remove at the end, or ''> <postgres> <arguments...>
folder=$1
shift

exec 3<&0 </dev/null
"$@" 3<&- &
postgres=$!

# INT asks Postgres for a fast shutdown: sessions are ended, nothing is lost.
trap 'kill -INT "$postgres" 2>/dev/null' INT TERM HUP
(
  cat <&3 >/dev/null
  kill -INT "$postgres" 2>/dev/null
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-

wait "$postgres"
code=$?
# A signal interrupts the first wait.
while kill -0 "$postgres" 2>/dev/null; do
  wait "$postgres"
  code=$?
done
kill "$watcher" 2>/dev/null
[ -n "$folder" ] && rm -rf "$folder"
exit "$code"
