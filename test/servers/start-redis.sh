#!/usr/bin/env bash
# Starts, stops and probes a real Redis on loopback, durable as we ask of an operator's: AOF on, nothing evicted.
#   start-redis.sh ready                 exit 0 when redis-server is there
#   start-redis.sh start                 start in the background, wait until it answers, print the URL
#   start-redis.sh stop | kill | status  SIGTERM and wait | SIGKILL | pid and port
# Env: REDIS_HOME (data; needed for start, stop, kill, status)  REDIS_PORT (6379)  REDIS_FLAGS (more flags, they win)
#      REDIS_WATCH_PID (stop, and remove REDIS_HOME, when that process has gone)
set -euo pipefail
REDIS_PORT=${REDIS_PORT:-6379}
case "${1:-}" in start | stop | kill | status) : "${REDIS_HOME:?set REDIS_HOME to the folder for the data}" ;; esac
pidfile=${REDIS_HOME:-}/redis.pid

alive() { [ -f "$pidfile" ] && { tr '\0' ' ' < "/proc/$(cat "$pidfile")/cmdline" | grep -q 'redis'; } 2>/dev/null; }
answers() { [ "$( { exec 3<>"/dev/tcp/127.0.0.1/$REDIS_PORT" && printf 'PING\r\n' >&3 && timeout 2 head -c 5 <&3; } 2>/dev/null )" = "+PONG" ]; }
watch_owner() {
  while kill -0 "$REDIS_WATCH_PID" 2>/dev/null && [ -d "$REDIS_HOME" ]; do sleep 0.5; done
  stop KILL
  rm -rf "$REDIS_HOME"
}
start() {
  mkdir -p "$REDIS_HOME"
  if ! alive; then
    # shellcheck disable=SC2086 # the flags are several words
    nohup redis-server --port "$REDIS_PORT" --dir "$REDIS_HOME" --bind 127.0.0.1 --appendonly yes --appendfsync everysec \
      --maxmemory-policy noeviction --save '' ${REDIS_FLAGS:-} >"$REDIS_HOME/redis.log" 2>&1 </dev/null &
    echo $! > "$pidfile"
    if [ -n "${REDIS_WATCH_PID:-}" ] && [ ! -f "$REDIS_HOME/watched" ]; then touch "$REDIS_HOME/watched"; watch_owner >/dev/null 2>&1 </dev/null & fi
  fi
  for _ in $(seq 1 100); do
    if answers; then echo "redis://127.0.0.1:$REDIS_PORT"; return 0; fi
    alive || { echo "redis exited:" >&2; tail -20 "$REDIS_HOME/redis.log" >&2; return 1; }
    sleep 0.1
  done
  echo "redis not ready after 10 s" >&2
  return 1
}
stop() { alive || return 0; local p; p=$(cat "$pidfile"); kill "-${1:-TERM}" "$p"; while alive; do sleep 0.05; done; rm -f "$pidfile"; }
case "${1:-}" in
  ready) command -v redis-server >/dev/null ;;
  start) start ;;
  stop) stop TERM ;;
  kill) stop KILL ;;
  status) if alive; then echo "pid $(cat "$pidfile") port $REDIS_PORT"; else echo stopped; exit 3; fi ;;
  *) sed -n 2,7p "$0"; exit 2 ;;
esac
