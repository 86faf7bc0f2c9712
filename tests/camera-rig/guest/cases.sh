# The cases. Sourced by init; what it prints is the report. Each sets its name, prepares its camera, and runs the program.

rig=/machine/run/rig
mkdir -p "$rig"
cp -a "/machine$work/films" "$rig/films"
touch "$rig/program"
mount --bind "/machine$program" "$rig/program"
chmod 755 /machine/run "$rig"

# Whether the case is asked for.
wanted() {
  [ -z "$only" ] && return
  case " $only " in *" $case_name "*) return 0 ;; *) return 1 ;; esac
}

# exit status, text [user id]: runs the program and reports. The text must appear in what it printed.
expect_program() {
  status_wanted=$1 text_wanted=$2 user=${3:-0}
  data=/run/rig/data-$case_name
  cp -a "/machine$work/data" "/machine$data"
  chown -R "$user:$user" "/machine$data"
  words=$(echo "$arguments" | sed "s#{data}\|\\\\{data\\\\}#$data#g")
  begun=$(cut -d. -f1 /proc/uptime)
  on_machine setpriv --reuid="$user" --regid="$user" --clear-groups env HOME="$data" RUST_BACKTRACE=0 \
    timeout -k 5 90 sh -c "exec /run/rig/program $words" >"$rig/out" 2>"$rig/err"
  status=$?
  took=$(($(cut -d. -f1 /proc/uptime) - begun))
  if [ "$status" = "$status_wanted" ] && grep -qF "$text_wanted" "$rig/out" "$rig/err"; then
    echo "pass $case_name (${took} s)"
  else
    echo "FAIL $case_name (${took} s): ended with $status, wanted $status_wanted and \"$text_wanted\""
    sed 's/^/     out: /' "$rig/out" | head -n 20
    sed 's/^/     err: /' "$rig/err" | head -n 20
  fi
  rm -rf "/machine$data"
}

reads_the_code() {
  playing_camera "$1" "$2"
  expect_program 0 "$expect"
}

case_name=640x480-YUYV
wanted && reads_the_code 640x480 YUYV

case_name=640x480-MJPEG
wanted && reads_the_code 640x480 MJPEG

case_name=1280x720-YUYV
wanted && reads_the_code 1280x720 YUYV

case_name=1280x720-MJPEG
wanted && reads_the_code 1280x720 MJPEG

case_name=no-camera
wanted && no_camera && expect_program 3 no_camera

case_name=busy
if wanted; then
  test_camera && occupy
  expect_program 3 camera_busy
fi

case_name=refused
if wanted; then
  playing_camera 640x480 YUYV
  chmod 600 /dev/video0
  expect_program 3 camera_refused 65534
fi

case_name=no-usable-format
if wanted; then
  playing_camera 640x480 YU12
  expect_program 3 camera_no_usable_format
fi

case_name=silent
if wanted; then
  silent_camera 640x480 YUYV
  expect_program 3 camera_silent
fi

case_name=unplugged
if wanted; then
  test_camera
  (disconnect_while_read && exec sleep 100) &
  hand=$!
  expect_program 3 camera_unplugged
  kill $hand
fi

case_name=replugged
if wanted; then
  test_camera
  (disconnect_while_read && replace_with_playing 640x480 YUYV && sleep 100) &
  hand=$!
  expect_program 0 "$expect"
  kill $hand 2>/dev/null
fi
