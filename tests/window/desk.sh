#!/bin/bash
# desk.sh COMMAND...: a desktop of its own for tests that need a real window: display, window manager, unlocked
# keyring, notifications, session bus, private XDG folders. Ends with COMMAND everything it started, and gives back
# its exit code.
#   DESK_SIZE=1280x800   size of the display
#   DESK_KEYRING=none    no keyring service
#   DESK_KEYRING=locked  a keyring that stays locked
set -u

if [ -z "${DESK_BUS:-}" ]; then
  # Everything below runs inside one session bus, which ends with it.
  DESK_BUS=1 exec dbus-run-session --config-file="$(dirname "$0")/bus.conf" -- "$0" "$@"
fi

here=$(mktemp -d)
started=()
finish() {
  local p
  for p in "${started[@]}"; do kill "$p" 2>/dev/null; done
  for p in "${started[@]}"; do
    for _ in $(seq 30); do kill -0 "$p" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$p" 2>/dev/null
  done
  rm -rf "$here"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP

export LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1 GTK_USE_PORTAL=0 XDG_SESSION_TYPE=x11 GDK_BACKEND=x11
export HOME=$here/home XDG_RUNTIME_DIR=$here/rt
export XDG_DATA_HOME=$here/data XDG_CONFIG_HOME=$here/config XDG_CACHE_HOME=$here/cache
unset WAYLAND_DISPLAY
mkdir -p "$HOME" "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
chmod 700 "$XDG_RUNTIME_DIR"

# The server takes a free display number and writes it down.
Xvfb -displayfd 3 -screen 0 "${DESK_SIZE:-1280x800}x24" -nolisten tcp 3>"$here/display" >"$here/xvfb.log" 2>&1 &
started+=($!)
for _ in $(seq 100); do [ -s "$here/display" ] && break; sleep 0.1; done
if ! [ -s "$here/display" ]; then
  echo "desk.sh: Xvfb did not start:" >&2
  cat "$here/xvfb.log" >&2
  exit 1
fi
DISPLAY=:$(cat "$here/display")
export DISPLAY

# What the bus starts (the keyring's prompt) needs to know the display, too.
dbus-send --session --dest=org.freedesktop.DBus --print-reply /org/freedesktop/DBus \
  org.freedesktop.DBus.UpdateActivationEnvironment "dict:string:string:DISPLAY,$DISPLAY" >/dev/null || exit 1

openbox >/dev/null 2>&1 & started+=($!)

cat >"$here/dunstrc" <<'RC'
[global]
    monitor = 0
    width = 360
    origin = top-right
    offset = 20x20
    font = DejaVu Sans 11
    mouse_left_click = do_action, close_current
    mouse_middle_click = do_action
RC
dunst -conf "$here/dunstrc" >"$here/dunst.log" 2>&1 & started+=($!)

# Waits until a name is on the bus.
await() {
  for _ in $(seq 100); do
    dbus-send --session --dest=org.freedesktop.DBus --print-reply=literal /org/freedesktop/DBus \
      org.freedesktop.DBus.NameHasOwner "string:$1" 2>/dev/null | grep -q true && return
    sleep 0.1
  done
  echo "desk.sh: $1 did not come up" >&2
  exit 1
}
await org.freedesktop.Notifications

case "${DESK_KEYRING:-open}" in
open | locked)
  # In the foreground of a child of ours, so that it ends with us. The password is "desk".
  gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 < <(printf desk) & started+=($!)
  await org.freedesktop.secrets
  ;;
esac
if [ "${DESK_KEYRING:-open}" = locked ]; then
  dbus-send --session --dest=org.freedesktop.secrets --print-reply /org/freedesktop/secrets \
    org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null || exit 1
fi

"$@"
