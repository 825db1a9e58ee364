#!/usr/bin/env bash
# Uses a running ensemble with kazoo, the Python client, as it comes from PyPI.
# Prints a line for each check and ends with "N passed, N failed"; exit code 0 when none failed.
set -euo pipefail

KAZOO=2.11.0
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${ZABKEEPER_CACHE:-$HOME/.cache/zabkeeper}
venv=$cache/kazoo-$KAZOO

if ! command -v python3 >/dev/null; then
  echo "kazoo: python3 not found: install Python 3.8 or later" >&2
  exit 1
fi
if ! "$venv/bin/python" -c "import kazoo" 2>/dev/null; then
  # Made aside and renamed: another run of this script may want it at the same time.
  mkdir -p "$cache"
  aside=$(mktemp -d "$cache/incoming-XXXXXX")
  trap 'rm -rf "$aside"' EXIT
  python3 -m venv "$aside/venv"
  "$aside/venv/bin/python" -m pip install --quiet --disable-pip-version-check "kazoo==$KAZOO"
  if ! "$venv/bin/python" -c "import kazoo" 2>/dev/null; then
    rm -rf "$venv"
    # Fails where the other run was faster, whose folder is as good.
    python3 -c "import os, sys; os.rename(*sys.argv[1:])" "$aside/venv" "$venv" 2>/dev/null || true
  fi
  rm -rf "$aside"
fi

work=$(mktemp -d)
ensemble=
stop() {
  if [ -n "$ensemble" ]; then
    kill "$ensemble" 2>/dev/null || true
    wait "$ensemble" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Two runs that begin at the same time would both find the usual ports free.
base=$((15000 + $$ % 300 * 10))
# It is read before the ensemble may have opened it.
: >"$work/log"
node "$root/bin/zabkeeper.js" ensemble --dir "$work/data" --base-port "$base" >"$work/log" 2>&1 &
ensemble=$!
hosts=
for _ in $(seq 600); do
  hosts=$(sed -n 's/^ *KazooClient(hosts="\(.*\)")$/\1/p' "$work/log")
  [ -n "$hosts" ] && break
  kill -0 "$ensemble" 2>/dev/null || break
  sleep 0.2
done
if [ -z "$hosts" ]; then
  echo "kazoo: the ensemble did not start:" >&2
  cat "$work/log" >&2
  exit 1
fi

status=0
timeout 600 "$venv/bin/python" "$here/check.py" "$hosts" || status=$?
if [ "$status" -ne 0 ]; then tail -n 40 "$work/log" >&2; fi
exit "$status"
