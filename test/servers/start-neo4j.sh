#!/usr/bin/env bash
# Starts, stops and probes a real Neo4j Community server assembled from its published jars; no container engine.
#   start-neo4j.sh fetch                 download the jars once (idempotent), print their folder
#   start-neo4j.sh ready                 exit 0 when java and the jars are there
#   start-neo4j.sh start                 start in the background, wait until Bolt answers, print the URL
#   start-neo4j.sh stop | kill | status  SIGTERM and wait | SIGKILL | pid and port
# Env: NEO_HOME (data; needed for start, stop, kill, status)  NEO_PORT (7687)  NEO_HTTP_PORT (empty = off)  NEO_PASSWORD (lockstep-test)
#      NEO_CACHE (jars; default ~/.cache/lockstep-test, one folder a version of the pom)  NEO_HEAP (512m)  NEO_PAGECACHE (256m)
#      NEO_CONF (more neo4j.conf lines)  NEO_JVM (more JVM flags)  NEO_JAVA (java)  NEO_WAIT_S (60)
#      NEO_WATCH_PID (stop, and remove NEO_HOME, when that process has gone)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
NEO_CACHE=${NEO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lockstep-test}
NEO_PORT=${NEO_PORT:-7687}; NEO_HTTP_PORT=${NEO_HTTP_PORT:-}; NEO_PASSWORD=${NEO_PASSWORD:-lockstep-test}
NEO_HEAP=${NEO_HEAP:-512m}; NEO_PAGECACHE=${NEO_PAGECACHE:-256m}; NEO_JAVA=${NEO_JAVA:-java}; NEO_WAIT_S=${NEO_WAIT_S:-60}
jars=$NEO_CACHE/neo4j-$(sha256sum "$here/pom.xml" | cut -c1-16)
case "${1:-}" in start | stop | kill | status) : "${NEO_HOME:?set NEO_HOME to the folder for the data}" ;; esac
pidfile=${NEO_HOME:-}/run/neo4j.pid

fetch() {
  if [ ! -f "$jars/.done" ]; then
    local part=$jars.$$
    mvn -q -B -ntp -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$part" >&2
    touch "$part/.done"
    # another run may have been faster: its folder is as good
    mv -T "$part" "$jars" 2>/dev/null || rm -rf "$part"
  fi
  echo "$jars"
}
ready() { command -v "$NEO_JAVA" >/dev/null && [ -f "$jars/.done" ]; }
# the pid must still be a Neo4j of this home: pids are reused, and a killed JVM takes a moment to go
alive() { [ -f "$pidfile" ] && { tr '\0' ' ' < "/proc/$(cat "$pidfile")/cmdline" | grep -q -- "CommunityEntryPoint --home-dir=$NEO_HOME "; } 2>/dev/null; }
write_conf() {
  echo "server.default_listen_address=127.0.0.1"
  echo "server.default_advertised_address=127.0.0.1"
  echo "server.bolt.listen_address=127.0.0.1:$NEO_PORT"
  echo "server.bolt.advertised_address=127.0.0.1:$NEO_PORT"
  echo "server.bolt.tls_level=DISABLED"
  if [ -n "$NEO_HTTP_PORT" ]; then echo "server.http.listen_address=127.0.0.1:$NEO_HTTP_PORT"; else echo "server.http.enabled=false"; fi
  echo "server.https.enabled=false"
  echo "server.memory.pagecache.size=$NEO_PAGECACHE"
  echo "dbms.security.auth_enabled=true"
  echo "dbms.usage_report.enabled=false"
  echo "server.directories.import=import"
  echo "db.tx_log.rotation.retention_policy=1 files"
  # without these two, every orderly stop waits 10 s for Bolt's event loops to be quiet
  echo "internal.dbms.bolt.netty_server_shutdown_quiet_period=0"
  echo "internal.dbms.bolt.netty_server_shutdown_timeout=2s"
  if [ -n "${NEO_CONF:-}" ]; then printf '%s\n' "$NEO_CONF"; fi
}
start() {
  fetch >/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    alive || break
    if handshake; then echo "bolt://127.0.0.1:$NEO_PORT"; return 0; fi
    sleep 0.5
  done
  if alive; then echo "pid $(cat "$pidfile") is alive but does not answer on port $NEO_PORT" >&2; return 1; fi
  mkdir -p "$NEO_HOME"/{conf,data,logs,run,import,plugins}
  write_conf > "$NEO_HOME/conf/neo4j.conf"
  local cp="$NEO_HOME/conf:$jars/*"
  # set-initial-password writes data/dbms/auth.ini and refuses once a system database exists
  if [ ! -d "$NEO_HOME/data/databases/system" ]; then
    NEO4J_HOME=$NEO_HOME NEO4J_CONF=$NEO_HOME/conf "$NEO_JAVA" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$cp" org.neo4j.cli.AdminTool \
      dbms set-initial-password "$NEO_PASSWORD" >"$NEO_HOME/logs/set-password.log" 2>&1 || { cat "$NEO_HOME/logs/set-password.log" >&2; return 1; }
  fi
  nohup "$NEO_JAVA" -cp "$cp" -Xms"$NEO_HEAP" -Xmx"$NEO_HEAP" \
    -XX:+UseG1GC -XX:-OmitStackTraceInFastThrow -XX:+DisableExplicitGC \
    -XX:+UnlockExperimentalVMOptions -XX:+TrustFinalNonStaticFields -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints \
    ${NEO_JVM:-} -Djdk.nio.maxCachedBufferSize=1024 -Dio.netty.tryReflectionSetAccessible=true \
    --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    --enable-native-access=ALL-UNNAMED -Dlog4j2.disable.jmx=true -Dfile.encoding=UTF-8 \
    org.neo4j.server.CommunityEntryPoint --home-dir="$NEO_HOME" --config-dir="$NEO_HOME/conf" \
    >"$NEO_HOME/logs/console.log" 2>&1 </dev/null &
  echo $! > "$pidfile"
  if [ -n "${NEO_WATCH_PID:-}" ] && [ ! -f "$NEO_HOME/run/watched" ]; then touch "$NEO_HOME/run/watched"; watch_owner >/dev/null 2>&1 </dev/null & fi
  # ready = the Bolt handshake is answered with a version (four bytes that are not zero); the port opens only after the databases are up
  local t=$((SECONDS + NEO_WAIT_S))
  sleep 0.2 # until the fork has become java, it does not look alive
  until handshake; do
    alive || { echo "neo4j exited:" >&2; tail -40 "$NEO_HOME/logs/console.log" >&2; return 1; }
    [ $SECONDS -lt $t ] || { echo "neo4j not ready after $NEO_WAIT_S s" >&2; return 1; }
    sleep 0.1
  done
  echo "bolt://127.0.0.1:$NEO_PORT"
}
# A test run that is killed cannot tidy up: its server must not outlive it.
watch_owner() {
  while kill -0 "$NEO_WATCH_PID" 2>/dev/null && [ -d "$NEO_HOME" ]; do sleep 0.5; done
  stop KILL
  rm -rf "$NEO_HOME"
}
handshake() {
  local out
  out=$( { exec 3<>"/dev/tcp/127.0.0.1/$NEO_PORT" && printf '\x60\x60\xb0\x17\x00\x04\x04\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00' >&3 && timeout 2 head -c 4 <&3 | od -An -tx1; } 2>/dev/null ) || return 1
  [ -n "$out" ] && [ "$(echo $out)" != "00 00 00 00" ]
}
stop() { alive || return 0; local p; p=$(cat "$pidfile"); kill "-${1:-TERM}" "$p"; while alive; do sleep 0.1; done; rm -f "$pidfile"; }
case "${1:-}" in
  fetch) fetch ;;
  ready) ready ;;
  start) start ;;
  stop) stop TERM ;;
  kill) stop KILL ;;
  status) if alive; then echo "pid $(cat "$pidfile") port $NEO_PORT"; else echo stopped; exit 3; fi ;;
  *) sed -n 2,11p "$0"; exit 2 ;;
esac
