# Runs a program, then again and again. Its output is the container's; a failed run is told and followed by the next.
# usage: cron.sh <seconds between two runs> <seconds a run may take> <program> [<argument>…]
set -u
pause=$1
limit=$2
shift 2
child=

# A shell as the first process ignores signals unless told otherwise.
leave() {
  trap '' TERM INT
  # The last one started may not have a name yet.
  for process in $child ${!:-}; do
    if kill -TERM "$process" 2>/dev/null; then wait "$process"; fi
  done
  exit 143
}
trap leave TERM INT

while :; do
  "$@" &
  job=$!
  child=$job
  left=$limit
  while kill -0 "$job" 2>/dev/null; do
    if [ "$left" -eq 0 ]; then
      echo "cron: stopped after $limit seconds" >&2
      kill -TERM "$job" 2>/dev/null
    elif [ "$left" -eq -10 ]; then
      kill -KILL "$job" 2>/dev/null
    fi
    left=$((left - 1))
    sleep 1 &
    wait $!
  done
  status=0
  wait "$job" || status=$?
  [ "$status" -eq 0 ] || echo "cron: ended with status $status" >&2
  sleep "$pause" &
  child=$!
  wait "$child"
done
